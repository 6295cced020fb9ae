using System.Globalization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Each request's answer against the deliveries in the database.</summary>
/// <param name="Stored">Acknowledged and stored as one delivery.</param>
/// <param name="Different">Of the stored, those whose bytes are not those that were sent.</param>
/// <param name="Unasked">Stored, though the answer was another than 2xx or none.</param>
internal sealed record FuzzAccount(long Acknowledged, long Stored, long Missing, long Twice, long Different, long Unasked)
{
    private const string Before = "\"" + FuzzRequests.NumberHeader + "\",\"";

    public bool IsGood => Missing == 0 && Twice == 0 && Different == 0;

    public static FuzzAccount Of(FuzzLoad load, StoredLog log)
    {
        var rows = new byte[load.Statuses.Length];
        var different = 0L;
        log.EachDelivery((headers, body) =>
        {
            var at = headers.IndexOf(Before, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return;
            var digits = headers.AsSpan(at + Before.Length);
            var number = long.Parse(digits[..digits.IndexOf('"')], CultureInfo.InvariantCulture);
            rows[number]++;
            if (FuzzLoad.Hash(body) != load.Hashes[number])
                different++;
        });

        var (acknowledged, stored, missing, twice, unasked) = (0L, 0L, 0L, 0L, 0L);
        for (var number = 1; number < rows.Length; number++)
        {
            var isAcknowledged = load.Statuses[number] is >= 200 and < 300;
            acknowledged += isAcknowledged ? 1 : 0;
            stored += isAcknowledged && rows[number] == 1 ? 1 : 0;
            missing += isAcknowledged && rows[number] == 0 ? 1 : 0;
            twice += rows[number] > 1 ? 1 : 0;
            unasked += !isAcknowledged && rows[number] > 0 ? 1 : 0;
        }

        return new FuzzAccount(acknowledged, stored, missing, twice, different, unasked);
    }
}
