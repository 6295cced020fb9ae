using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Subscriptions;

internal sealed class SubscriptionsSchema : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("Subscriptions").HasKey(x => x.Id);

        // Deliveries keep naming a deleted subscription, so its number must not be given again.
        builder.Property(x => x.Id).HasAnnotation("Sqlite:Autoincrement", true);
        builder.HasIndex(x => x.ReceiveKey).IsUnique();
    }
}
