using System.Globalization;
using Microsoft.Data.Sqlite;
using PenneoDashboard.Events.Behind;

namespace PenneoDashboard.Events.Funnel;

/// <summary>Keeps the counters of the signing funnel behind the log: a signer's old steps are taken out, the new ones put in.</summary>
internal sealed class FunnelFollower : ILogFollower
{
    /// <summary>Its <see cref="ILogFollower.Name"/>.</summary>
    public const string FollowerName = "signing-funnel";

    private const string Taken = """
        SELECT CasefileId, SignerId,
            min(CASE WHEN EventType IN ('requestSent', 'reminderSent') THEN OccurredAt END),
            min(CASE WHEN EventType = 'requestOpened' THEN OccurredAt END),
            min(CASE WHEN EventType = 'opened' THEN OccurredAt END),
            min(CASE WHEN EventType IN ('signed', 'signedWithImageUploadAndNAP') THEN OccurredAt END)
        FROM Events
        WHERE Sequence > $1 AND Sequence <= $2 AND Recognized AND Topic = 'signer' AND CasefileId IS NOT NULL AND SignerId IS NOT NULL
            AND EventType IN ('requestSent', 'reminderSent', 'requestOpened', 'opened', 'signed', 'signedWithImageUploadAndNAP')
        GROUP BY CasefileId, SignerId
        """;

    public string Name => FollowerName;

    public int Version => 1;

    public int MostEvents => 1000;

    public void Clear(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, "DELETE FROM SignerSteps; DELETE FROM FunnelCounts; DELETE FROM FunnelTimes;");
        command.ExecuteNonQuery();
    }

    public void Follow(SqliteConnection connection, SqliteTransaction transaction, long after, long upTo)
    {
        var counts = new Dictionary<(DateOnly Day, SigningStep Step), long>();
        var times = new Dictionary<(DateOnly Day, SigningStep Step, int Bucket), long>();
        using var find = new Statement(connection, 2, "SELECT Sent, Opened, Viewed, Signed FROM SignerSteps WHERE CasefileId = $1 AND SignerId = $2") { Transaction = transaction };
        using var save = new Statement(connection, 6, """
            INSERT INTO SignerSteps (CasefileId, SignerId, Sent, Opened, Viewed, Signed) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (CasefileId, SignerId) DO UPDATE SET Sent = $3, Opened = $4, Viewed = $5, Signed = $6
            """) { Transaction = transaction };
        foreach (var (casefile, signer, steps) in New(connection, transaction, after, upTo))
        {
            var before = Find(find, casefile, signer);
            var now = before.With(steps);
            if (now == before)
                continue;
            Add(before, -1);
            Add(now, 1);
            save.Execute(casefile, signer, now.Sent, now.Opened, now.Viewed, now.Signed);
        }

        using var count = new Statement(connection, 3, """
            INSERT INTO FunnelCounts (Day, Step, Count) VALUES ($1, $2, $3) ON CONFLICT (Day, Step) DO UPDATE SET Count = Count + $3
            """) { Transaction = transaction };
        foreach (var ((day, step), change) in counts.Where(x => x.Value != 0))
            count.Execute(Text(day), (int)step, change);
        using var time = new Statement(connection, 4, """
            INSERT INTO FunnelTimes (Day, Step, Bucket, Count) VALUES ($1, $2, $3, $4) ON CONFLICT (Day, Step, Bucket) DO UPDATE SET Count = Count + $4
            """) { Transaction = transaction };
        foreach (var ((day, step, bucket), change) in times.Where(x => x.Value != 0))
            time.Execute(Text(day), (int)step, bucket, change);

        void Add(SigningSteps x, int change)
        {
            for (var step = 0; step < x.Taken; step++)
                counts[(x.Day, (SigningStep)step)] = counts.GetValueOrDefault((x.Day, (SigningStep)step)) + change;
            foreach (var (step, bucket) in x.Times())
                times[(x.Day, step, bucket)] = times.GetValueOrDefault((x.Day, step, bucket)) + change;
        }
    }

    private static List<(long Casefile, long Signer, SigningSteps Steps)> New(SqliteConnection connection, SqliteTransaction transaction, long after, long upTo)
    {
        using var taken = new Statement(connection, 2, Taken) { Transaction = transaction };
        using var reader = taken.Read(after, upTo);
        var all = new List<(long, long, SigningSteps)>();
        while (reader.Read())
            all.Add((reader.GetInt64(0), reader.GetInt64(1), Steps(reader, 2)));
        return all;
    }

    private static SigningSteps Find(Statement find, long casefile, long signer)
    {
        using var reader = find.Read(casefile, signer);
        return reader.Read() ? Steps(reader, 0) : default;
    }

    private static SigningSteps Steps(SqliteDataReader reader, int first)
    {
        return new(At(first), At(first + 1), At(first + 2), At(first + 3));

        long? At(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
