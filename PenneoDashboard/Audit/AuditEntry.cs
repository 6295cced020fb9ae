using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Audit;

/// <summary>One thing that was done. The database itself refuses to change or delete a row, see the migration.</summary>
public sealed class AuditEntry
{
    public const int LongestActor = 256;
    public const int LongestSubject = 300;

    /// <summary>In the order of writing.</summary>
    public long Id { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Empty for nobody: someone who was not signed in, or the app itself.</summary>
    public required string Actor { get; init; }

    public ActorKind ActorKind { get; init; }

    /// <summary>The IP address it was asked from; null for the app itself.</summary>
    public string? Address { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, for example "subscription 4".</summary>
    public required string Subject { get; init; }

    /// <summary>JSON with the members <c>before</c> and <c>after</c>, each left out where there is none; never with a secret in it.</summary>
    public string? Details { get; init; }
}

internal sealed class AuditSchema : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries").HasKey(x => x.Id);
        builder.Property(x => x.Actor).HasMaxLength(AuditEntry.LongestActor);
        builder.Property(x => x.Subject).HasMaxLength(AuditEntry.LongestSubject);

        // By name, so that whoever reads the file without this app can.
        builder.Property(x => x.ActorKind).HasConversion<string>();

        // Pages of what one did, and of one kind of action, newest first.
        builder.HasIndex(x => x.Actor);
        builder.HasIndex(x => x.Action);
    }
}
