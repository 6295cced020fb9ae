using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Events.States;

/// <summary>
/// A casefile's state as it is kept behind the log. Instants, never ages: so a casefile becomes stalled
/// as time passes without anything being written.
/// </summary>
public sealed class CasefileStateRow
{
    /// <summary>Stands for a casefile that waits for nobody: after all that do.</summary>
    public static readonly DateTimeOffset NotWaiting = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long CasefileId { get; set; }

    public CasefileState State { get; set; }

    public DateTimeOffset? StateSince { get; set; }

    /// <summary>The newest event it was derived from.</summary>
    public long LastSequence { get; set; }

    /// <summary>Since when it waits for someone, or <see cref="NotWaiting"/>.</summary>
    public DateTimeOffset WaitingSince { get; set; }

    public int WaitingCount { get; set; }

    public int SignedCount { get; set; }

    public int NoteCount { get; set; }

    /// <summary>Who blocks first; null when it waits for nobody.</summary>
    public long? BlockingSignerId { get; set; }

    public SigningStage BlockingStage { get; set; }

    public DateTimeOffset? BlockingSince { get; set; }

    public DateTimeOffset? BlockingTurnSince { get; set; }

    public int BlockingReminders { get; set; }

    public DateTimeOffset? BlockingRemindedAt { get; set; }

    public DateTimeOffset? NeverOpenedSince { get; set; }

    public DateTimeOffset? SeenSince { get; set; }

    public DateTimeOffset? UndeliveredSince { get; set; }

    public int Reminders { get; set; }

    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>From when on it counts as stalled by the rules in force, in the future too; null for never.</summary>
    public DateTimeOffset? StalledAt { get; set; }

    /// <summary>The title as it is searched, without differences of case.</summary>
    public string? TitleKey { get; set; }
}

/// <summary>How many casefiles are in a state.</summary>
public sealed class CasefileStateCount
{
    public CasefileState State { get; set; }

    public int Count { get; set; }
}

/// <summary>The one row of <see cref="StallRules"/>; while there is none, the usual ones hold.</summary>
public sealed class StoredStallRules
{
    public int Id { get; set; }

    public int? NeverOpenedDays { get; set; }

    public int? NotSignedDays { get; set; }

    public bool Undelivered { get; set; }

    public int? Reminders { get; set; }

    /// <summary>False until every casefile goes by them.</summary>
    public bool IsApplied { get; set; }
}

/// <summary>Tables of the states; each index names the query it serves. The table CasefileTitles, for searching, is FTS5's.</summary>
internal sealed class CasefileStatesSchema :
    IEntityTypeConfiguration<CasefileStateRow>,
    IEntityTypeConfiguration<CasefileStateCount>,
    IEntityTypeConfiguration<StoredStallRules>
{
    public const string StalledIndex = "IX_CasefileStates_Stalled";

    public void Configure(EntityTypeBuilder<CasefileStateRow> builder)
    {
        builder.ToTable("CasefileStates").HasKey(x => x.CasefileId);
        builder.Property(x => x.CasefileId).ValueGeneratedNever();

        // Newest activity first, of all and of one state; the longest waiting first, likewise.
        builder.HasIndex(x => x.LastSequence);
        builder.HasIndex(x => new { x.State, x.LastSequence });
        builder.HasIndex(x => x.WaitingSince);
        builder.HasIndex(x => new { x.State, x.WaitingSince });

        // The stalled ones in any order and of any state, and their number, without a look at the table.
        builder.HasIndex(x => new { x.StalledAt, x.State, x.LastSequence, x.WaitingSince }).HasFilter("\"StalledAt\" IS NOT NULL").HasDatabaseName(StalledIndex);

        // Titles that begin with one or two letters.
        builder.HasIndex(x => x.TitleKey).HasFilter("\"TitleKey\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<CasefileStateCount> builder)
    {
        builder.ToTable("CasefileStateCounts").HasKey(x => x.State);
        builder.Property(x => x.State).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<StoredStallRules> builder)
    {
        builder.ToTable("StallRules").HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
    }
}
