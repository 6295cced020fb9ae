using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Rejected;

internal sealed class RejectedSchema : IEntityTypeConfiguration<RejectedDelivery>
{
    public void Configure(EntityTypeBuilder<RejectedDelivery> builder)
    {
        builder.ToTable("RejectedDeliveries").HasKey(x => x.Id);

        // A page may still name one that was removed, so its number must not be given again.
        builder.Property(x => x.Id).HasAnnotation("Sqlite:Autoincrement", true);

        // Pruning and the summary by subscription read nothing but this index.
        builder.HasIndex(x => new { x.SubscriptionId, x.Id, x.Size, x.CanAccept, x.ReceivedAt });
    }
}
