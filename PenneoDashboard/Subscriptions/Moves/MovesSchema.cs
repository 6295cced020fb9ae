using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Subscriptions.Moves;

internal sealed class MovesSchema : IEntityTypeConfiguration<Move>, IEntityTypeConfiguration<MoveDifference>
{
    public void Configure(EntityTypeBuilder<Move> builder)
    {
        builder.ToTable("Moves").HasKey(x => x.Id);

        // A browser may still show the page of a move that was undone.
        builder.Property(x => x.Id).HasAnnotation("Sqlite:Autoincrement", true);
        builder.OwnsMany(x => x.Legacy, legacy => legacy.ToJson());
        builder.Ignore(x => x.PointsHere);
    }

    public void Configure(EntityTypeBuilder<MoveDifference> builder)
    {
        builder.ToTable("MoveDifferences").HasKey(x => new { x.MoveId, x.Sequence });
        builder.HasOne<Move>().WithMany().HasForeignKey(x => x.MoveId).OnDelete(DeleteBehavior.Cascade);
    }
}
