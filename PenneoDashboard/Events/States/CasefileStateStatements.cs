using Microsoft.Data.Sqlite;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events.States;

/// <summary>What the follower of the states says to SQLite, within one transaction.</summary>
internal sealed class CasefileStateStatements : IDisposable
{
    private readonly Statement _touched;
    private readonly Statement _signers;
    private readonly Statement _events;
    private readonly Statement _find;
    private readonly Statement _save;
    private readonly Statement _count;
    private readonly Statement _removeTitle;
    private readonly Statement _addTitle;
    private readonly Statement _rules;
    private readonly Statement[] _all;

    public CasefileStateStatements(SqliteConnection connection, SqliteTransaction transaction)
    {
        _all =
        [
            _touched = new(connection, 3, """
                SELECT c.CasefileId, c.Status, c.Title, c.LastSequence, c.FirstEventAt, c.LastEventAt, c.EventCount, c.SignerCount
                FROM (SELECT DISTINCT CasefileId FROM Events NOT INDEXED WHERE Sequence > $1 AND Sequence <= $2 AND CasefileId IS NOT NULL) AS e
                CROSS JOIN Casefiles AS c ON c.CasefileId = e.CasefileId WHERE c.LastSequence <= $3
                """),
            _signers = new(connection, 1, "SELECT SignerId, Name, LastEventType, LastEventAt, EventCount FROM Signers WHERE CasefileId = $1"),
            _events = new(connection, 2, """
                SELECT Sequence, Recognized, Topic, EventType, EventTime, ReceivedAt, SignerId, CasefileStatus
                FROM Events WHERE CasefileId = $1 ORDER BY Sequence DESC LIMIT $2
                """),
            _find = new(connection, 1, "SELECT State, TitleKey FROM CasefileStates WHERE CasefileId = $1"),
            _save = new(connection, 21, """
                INSERT OR REPLACE INTO CasefileStates (CasefileId, State, StateSince, LastSequence, WaitingSince, WaitingCount, SignedCount, NoteCount,
                    BlockingSignerId, BlockingStage, BlockingSince, BlockingTurnSince, BlockingReminders, BlockingRemindedAt,
                    NeverOpenedSince, SeenSince, UndeliveredSince, Reminders, RemindedAt, StalledAt, TitleKey)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
                """),
            _count = new(connection, 2, "INSERT INTO CasefileStateCounts (State, Count) VALUES ($1, $2) ON CONFLICT (State) DO UPDATE SET Count = Count + $2"),
            _removeTitle = new(connection, 1, "DELETE FROM CasefileTitles WHERE rowid = $1"),
            _addTitle = new(connection, 2, "INSERT INTO CasefileTitles (rowid, Title) VALUES ($1, $2)"),
            _rules = new(connection, 0, "SELECT NeverOpenedDays, NotSignedDays, Undelivered, Reminders FROM StallRules WHERE Id = 1"),
        ];
        foreach (var statement in _all)
            statement.Transaction = transaction;
    }

    public StallRules Rules()
    {
        using var reader = _rules.Read();
        return !reader.Read() ? StallRules.Usual : new StallRules
        {
            NeverOpenedDays = (int?)Number(reader, 0),
            NotSignedDays = (int?)Number(reader, 1),
            Undelivered = reader.GetBoolean(2),
            Reminders = (int?)Number(reader, 3),
        };
    }

    /// <summary>The casefiles of the events in a range, without those that have events beyond <paramref name="horizon"/>.</summary>
    public IReadOnlyList<CasefileSummary> Touched(long after, long upTo, long horizon)
    {
        using var reader = _touched.Read(after, upTo, horizon);
        var casefiles = new List<CasefileSummary>();
        while (reader.Read())
        {
            casefiles.Add(new CasefileSummary(
                reader.GetInt64(0), (int?)Number(reader, 1), Text(reader, 2), reader.GetInt64(3), UnixMicroseconds.ToTime(reader.GetInt64(4)), UnixMicroseconds.ToTime(reader.GetInt64(5)),
                reader.GetInt32(6), reader.GetInt32(7)));
        }

        return casefiles;
    }

    public IReadOnlyList<SignerSummary> Signers(long casefile)
    {
        using var reader = _signers.Read(casefile);
        var signers = new List<SignerSummary>();
        while (reader.Read())
            signers.Add(new SignerSummary(reader.GetInt64(0), Text(reader, 1), Text(reader, 2), UnixMicroseconds.ToTime(reader.GetInt64(3)), reader.GetInt32(4)));
        return signers;
    }

    public IReadOnlyList<EventItem> Events(long casefile, int most)
    {
        using var reader = _events.Read(casefile, most);
        var events = new List<EventItem>();
        while (reader.Read())
        {
            events.Add(new EventItem
            {
                Sequence = reader.GetInt64(0),
                Recognized = reader.GetBoolean(1),
                Topic = Text(reader, 2),
                EventType = Text(reader, 3),
                EventTime = Number(reader, 4) is { } time ? UnixMicroseconds.ToTime(time) : null,
                ReceivedAt = UnixMicroseconds.ToTime(reader.GetInt64(5)),
                CasefileId = casefile,
                SignerId = Number(reader, 6),
                CasefileStatus = (int?)Number(reader, 7),
                SubscriptionId = 0,
                DeliveryCount = 1,
                Verification = Verification.Unsigned,
            });
        }

        return events;
    }

    public (CasefileState State, string? TitleKey)? Find(long casefile)
    {
        using var reader = _find.Read(casefile);
        return reader.Read() ? ((CasefileState)reader.GetInt32(0), Text(reader, 1)) : null;
    }

    public void Save(CasefileStateRow x) => _save.Execute(
        x.CasefileId, (int)x.State, Micros(x.StateSince), x.LastSequence, Micros(x.WaitingSince), x.WaitingCount, x.SignedCount, x.NoteCount,
        x.BlockingSignerId, (int)x.BlockingStage, Micros(x.BlockingSince), Micros(x.BlockingTurnSince), x.BlockingReminders, Micros(x.BlockingRemindedAt),
        Micros(x.NeverOpenedSince), Micros(x.SeenSince), Micros(x.UndeliveredSince), x.Reminders, Micros(x.RemindedAt), Micros(x.StalledAt), x.TitleKey);

    /// <param name="key">Null where it has none any more.</param>
    public void SaveTitle(long casefile, string? key, bool isKnown)
    {
        if (isKnown)
            _removeTitle.Execute(casefile);
        if (key is not null)
            _addTitle.Execute(casefile, key);
    }

    /// <summary>Adds to the number of casefiles in a state; it may be negative.</summary>
    public void Count(CasefileState state, int count) => _count.Execute((int)state, count);

    public void Dispose() => Array.ForEach(_all, x => x.Dispose());

    private static long? Micros(DateTimeOffset? time) => time is { } known ? UnixMicroseconds.Of(known) : null;

    private static long? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
