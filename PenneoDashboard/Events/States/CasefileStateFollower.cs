using Microsoft.Data.Sqlite;
using PenneoDashboard.Events.Behind;

namespace PenneoDashboard.Events.States;

/// <summary>Keeps the states of casefiles behind the log: each that got an event is derived anew, from all of its events.</summary>
internal sealed class CasefileStateFollower : ILogFollower
{
    /// <summary>Its <see cref="ILogFollower.Name"/>.</summary>
    public const string FollowerName = "casefile-states";

    // When far behind, a casefile is left to its last event: deriving it at each of them would be the work of a day.
    private const int FarBehind = 5_000;

    public string Name => FollowerName;

    public int Version => 1;

    public int MostEvents => 300;

    public void Clear(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) =
            (transaction, "DELETE FROM CasefileStates; DELETE FROM CasefileStateCounts; INSERT INTO CasefileTitles (CasefileTitles) VALUES ('delete-all');");
        command.ExecuteNonQuery();
    }

    public void Follow(SqliteConnection connection, SqliteTransaction transaction, long after, long upTo)
    {
        using var statements = new CasefileStateStatements(connection, transaction);
        var rules = statements.Rules();
        var counts = new Dictionary<CasefileState, int>();
        foreach (var casefile in statements.Touched(after, upTo, upTo + FarBehind))
        {
            var standing = new CasefileStanding(casefile, statements.Signers(casefile.Id), statements.Events(casefile.Id, CasefileStanding.MostEvents));
            var row = Row(casefile, standing, rules);
            if (statements.Find(casefile.Id) is { } known)
                counts[known.State] = counts.GetValueOrDefault(known.State) - 1;
            else
                known = default;
            counts[row.State] = counts.GetValueOrDefault(row.State) + 1;
            statements.Save(row);
            if (known.TitleKey != row.TitleKey)
                statements.SaveTitle(row.CasefileId, row.TitleKey, isKnown: known.TitleKey is not null);
        }

        foreach (var (state, count) in counts.Where(x => x.Value != 0))
            statements.Count(state, count);
    }

    private static CasefileStateRow Row(CasefileSummary casefile, CasefileStanding standing, StallRules rules)
    {
        var blocking = standing.WaitedFor.Count > 0 ? standing.WaitedFor[0] : null;
        return new CasefileStateRow
        {
            CasefileId = casefile.Id,
            State = standing.State,
            StateSince = standing.StateSince,
            LastSequence = casefile.LastSequence,
            WaitingSince = standing.WaitingSince ?? CasefileStateRow.NotWaiting,
            WaitingCount = standing.WaitedFor.Count,
            SignedCount = standing.Signers.Count(x => x.HasSigned),
            NoteCount = standing.Notes.Count,
            BlockingSignerId = blocking?.SignerId,
            BlockingStage = blocking?.Stage ?? SigningStage.Unknown,
            BlockingSince = blocking?.Since,
            BlockingTurnSince = blocking?.TurnSince,
            BlockingReminders = blocking?.Reminders ?? 0,
            BlockingRemindedAt = blocking?.RemindedAt,
            NeverOpenedSince = standing.Stall.NeverOpenedSince,
            SeenSince = standing.Stall.SeenSince,
            UndeliveredSince = standing.Stall.UndeliveredSince,
            Reminders = standing.Stall.Reminders,
            RemindedAt = standing.Stall.RemindedAt,
            StalledAt = rules.StalledAt(standing.Stall),
            TitleKey = CasefileSearch.Key(casefile.Title),
        };
    }
}
