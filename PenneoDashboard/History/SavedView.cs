using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.History;

/// <summary>A history that someone gave a name, for everyone.</summary>
public sealed class SavedView
{
    public const int LongestName = 60;

    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>The link to it, from the root on, without a position in the list.</summary>
    public required string Link { get; set; }
}

internal sealed class SavedViewSchema : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("SavedViews").HasKey(x => x.Id);

        // Two views whose names differ in their letters' case only would be taken for one.
        builder.Property(x => x.Name).UseCollation("NOCASE");
        builder.HasIndex(x => x.Name).IsUnique();
    }
}
