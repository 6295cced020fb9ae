using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>
/// What the writer says to SQLite, prepared once. EF Core reads the log and owns its schema, but to track each row and
/// send it as a command of its own takes it several times as long as SQLite needs to store it (docs/ingestion.md).
/// </summary>
internal sealed class LogStatements : IDisposable
{
    private readonly Statement _delivery;
    private readonly Statement _event;
    private readonly Statement _repeat;
    private readonly Statement _repeatById;
    private readonly Statement _giveId;
    private readonly Statement _casefiles;
    private readonly Statement _signers;
    private readonly Statement _casefile;
    private readonly Statement _signer;
    private readonly Statement _count;
    private readonly Statement _status;
    private readonly Statement _activity;
    private readonly Statement[] _all;

    public LogStatements(SqliteConnection connection) => _all =
    [
        _delivery = new(connection, 9, """
            INSERT INTO Deliveries (Id, EventSequence, Kind, SubscriptionId, ReceivedAt, RemoteAddress, Headers, Body, Verification, Answer)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 200)
            """),
        _event = new(connection, 18, """
            INSERT INTO Events (Sequence, Identity, Recognized, Topic, EventType, EventTime, OccurredAt, ReceivedAt, CasefileId, SignerId,
                CasefileStatus, Title, Problem, SubscriptionId, DeliveryCount, Verification, FirstDeliveryId, EventId)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            ON CONFLICT (Identity) DO NOTHING
            ON CONFLICT (EventId) WHERE EventId IS NOT NULL DO NOTHING
            """),
        _repeat = new(connection, 1, "UPDATE Events SET DeliveryCount = DeliveryCount + 1 WHERE Identity = $1 RETURNING Sequence, DeliveryCount"),
        _repeatById = new(connection, 1, "UPDATE Events SET DeliveryCount = DeliveryCount + 1 WHERE EventId = $1 RETURNING Sequence, DeliveryCount"),
        _giveId = new(connection, 2, """
            UPDATE Events SET DeliveryCount = DeliveryCount + 1, EventId = $2 WHERE Identity = $1 AND EventId IS NULL RETURNING Sequence, DeliveryCount
            """),
        _casefiles = new(connection, 1, """
            SELECT CasefileId, Status, StatusAt, Title, LastSequence, FirstEventAt, LastEventAt, EventCount, SignerCount
            FROM Casefiles WHERE CasefileId IN (SELECT value FROM json_each($1))
            """),
        _signers = new(connection, 1, """
            SELECT CasefileId, SignerId, Name, LastEventType, LastEventAt, EventCount
            FROM Signers WHERE CasefileId IN (SELECT value FROM json_each($1))
            """),
        _casefile = new(connection, 9, """
            INSERT INTO Casefiles (CasefileId, Status, StatusAt, Title, LastSequence, FirstEventAt, LastEventAt, EventCount, SignerCount)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (CasefileId) DO UPDATE SET Status = $2, StatusAt = $3, Title = $4, LastSequence = $5, FirstEventAt = $6, LastEventAt = $7,
                EventCount = $8, SignerCount = $9
            """),
        _signer = new(connection, 6, """
            INSERT INTO Signers (CasefileId, SignerId, Name, LastEventType, LastEventAt, EventCount) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (CasefileId, SignerId) DO UPDATE SET Name = $3, LastEventType = $4, LastEventAt = $5, EventCount = $6
            """),
        _count = new(connection, 5, """
            INSERT INTO EventCounts (Day, Topic, EventType, Recognized, Count) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (Day, Topic, EventType, Recognized) DO UPDATE SET Count = Count + $5
            """),
        _status = new(connection, 2, """
            INSERT INTO CasefileStatusCounts (Status, Count) VALUES ($1, $2) ON CONFLICT (Status) DO UPDATE SET Count = Count + $2
            """),
        _activity = new(connection, 7, """
            INSERT INTO SubscriptionActivity (SubscriptionId, FirstEventAt, LastEventAt, Deliveries, ConfirmationToken, ConfirmationReceivedAt, LastTestAt)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (SubscriptionId) DO UPDATE SET FirstEventAt = coalesce(FirstEventAt, $2), LastEventAt = max(coalesce($3, LastEventAt), coalesce(LastEventAt, $3)),
                Deliveries = Deliveries + $4, ConfirmationToken = coalesce($5, ConfirmationToken),
                ConfirmationReceivedAt = coalesce($6, ConfirmationReceivedAt),
                LastTestAt = max(coalesce($7, LastTestAt), coalesce(LastTestAt, $7))
            """),
    ];

    public SqliteTransaction? Transaction
    {
        set
        {
            foreach (var statement in _all)
                statement.Transaction = value;
        }
    }

    public void Insert(StoredDelivery x) => _delivery.Execute(
        x.Id, x.EventSequence, (int)x.Kind, x.SubscriptionId, Micros(x.ReceivedAt), x.RemoteAddress, x.Headers, x.Body, (int)x.Verification);

    /// <summary>False when an event of its identity or id is stored already: the unique indexes say so.</summary>
    public bool TryInsert(StoredEvent x) => _event.Execute(
        x.Sequence, x.Identity, x.Recognized, x.Topic, x.EventType, Micros(x.EventTime), Micros(x.OccurredAt), Micros(x.ReceivedAt), x.CasefileId, x.SignerId,
        x.CasefileStatus, x.Title, x.Problem, x.SubscriptionId, x.DeliveryCount, (int)x.Verification, x.FirstDeliveryId, x.EventId) > 0;

    /// <summary>Counts one more delivery of the event that this is again; null when it is another one, which means the same but has another id.</summary>
    public Redelivery? Repeat(StoredEvent x) => x.EventId is { } id
        ? One(_repeatById.Read(id)) ?? One(_giveId.Read(x.Identity, id))
        : One(_repeat.Read(x.Identity));

    public IEnumerable<CasefileRow> Casefiles(IEnumerable<long> ids)
    {
        using var reader = _casefiles.Read(JsonSerializer.Serialize(ids));
        while (reader.Read())
        {
            yield return new CasefileRow
            {
                CasefileId = reader.GetInt64(0),
                Status = reader.IsDBNull(1) ? null : reader.GetInt32(1),
                StatusAt = reader.IsDBNull(2) ? null : UnixMicroseconds.ToTime(reader.GetInt64(2)),
                Title = reader.IsDBNull(3) ? null : reader.GetString(3),
                LastSequence = reader.GetInt64(4),
                FirstEventAt = UnixMicroseconds.ToTime(reader.GetInt64(5)),
                LastEventAt = UnixMicroseconds.ToTime(reader.GetInt64(6)),
                EventCount = reader.GetInt32(7),
                SignerCount = reader.GetInt32(8),
            };
        }
    }

    public IEnumerable<SignerRow> SignersOf(IEnumerable<long> casefiles)
    {
        using var reader = _signers.Read(JsonSerializer.Serialize(casefiles));
        while (reader.Read())
        {
            yield return new SignerRow
            {
                CasefileId = reader.GetInt64(0),
                SignerId = reader.GetInt64(1),
                Name = reader.IsDBNull(2) ? null : reader.GetString(2),
                LastEventType = reader.IsDBNull(3) ? null : reader.GetString(3),
                LastEventAt = UnixMicroseconds.ToTime(reader.GetInt64(4)),
                EventCount = reader.GetInt32(5),
            };
        }
    }

    public void Save(CasefileRow x) => _casefile.Execute(
        x.CasefileId, x.Status, Micros(x.StatusAt), x.Title, x.LastSequence, Micros(x.FirstEventAt), Micros(x.LastEventAt), x.EventCount, x.SignerCount);

    public void Save(SignerRow x) => _signer.Execute(x.CasefileId, x.SignerId, x.Name, x.LastEventType, Micros(x.LastEventAt), x.EventCount);

    /// <summary>Adds its count to the kind's.</summary>
    public void Add(EventCount x) => _count.Execute(
        x.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), x.Topic, x.EventType, x.Recognized, x.Count);

    /// <summary>Adds its count to the status's; it may be negative.</summary>
    public void Add(CasefileStatusCount x) => _status.Execute(x.Status, x.Count);

    /// <summary>Adds its deliveries, and moves to what it knows.</summary>
    public void Add(SubscriptionActivity x) => _activity.Execute(
        x.SubscriptionId, Micros(x.FirstEventAt), Micros(x.LastEventAt), x.Deliveries, x.ConfirmationToken, Micros(x.ConfirmationReceivedAt), Micros(x.LastTestAt));

    private static Redelivery? One(SqliteDataReader answer)
    {
        using (answer)
            return answer.Read() ? new Redelivery(answer.GetInt64(0), answer.GetInt32(1)) : null;
    }

    public void Dispose() => Array.ForEach(_all, x => x.Dispose());

    private static long? Micros(DateTimeOffset? time) => time is { } known ? UnixMicroseconds.Of(known) : null;
}
