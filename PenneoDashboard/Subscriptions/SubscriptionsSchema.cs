using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

internal sealed class SubscriptionsSchema : IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<SubscriptionSecret>, IEntityTypeConfiguration<RetiredKey>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("Subscriptions").HasKey(x => x.Id);

        // Deliveries keep naming a deleted subscription, so its number must not be given again.
        builder.Property(x => x.Id).HasAnnotation("Sqlite:Autoincrement", true);
        builder.HasIndex(x => x.ReceiveKey).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SubscriptionSecret> builder)
    {
        builder.ToTable("SubscriptionSecrets").HasKey(x => x.Id);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(x => x.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RetiredKey> builder)
    {
        builder.ToTable("RetiredKeys").HasKey(x => x.Id);
        builder.HasIndex(x => x.Key).IsUnique();
        builder.HasOne<Subscription>().WithMany().HasForeignKey(x => x.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
    }
}
