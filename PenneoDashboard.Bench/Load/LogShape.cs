using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PenneoDashboard.Bench.Load;

/// <summary>
/// A log as it looks after two years: casefiles of twelve events, a thousand under way at once; every fourth with full payloads, with titles and
/// names; one with five hundred events; three subscriptions. The same number of events is always the same log.
/// </summary>
internal sealed class LogShape(long events)
{
    /// <summary>The casefile with five hundred events; they are spread over the whole log.</summary>
    public const long LargeCasefile = 7;

    public const int LargeEvents = 500;

    /// <summary>In every full payload; in a hundred; in three.</summary>
    public const string CommonWord = "kontrakt";
    public const string SeldomWord = "sjældenhed";
    public const string RareWord = "tranebærgrød";

    private const int UnderWay = 1000;
    private const int Steps = 12;

    private static readonly string[] Script =
    [
        "requestActivated", "requestSent", "requestOpened", "opened", "signed", "requestActivated", "requestSent", "reminderSent", "opened", "signed", "finalized", "completed",
    ];

    private static readonly string[] Begun = ["leje", "salgs", "ansættelses", "låne", "køb", "bestyrelses", "års", "skøde", "gave", "forsikrings", "fuldmagts", "ægte", "samarbejds", "licens"];
    private static readonly string[] Ended = ["aftale", "kontrakt", "protokol", "regnskab", "brev", "bilag", "erklæring", "pagt", "police", "tillæg", "opsigelse"];
    private static readonly string[] Syllables = ["an", "be", "da", "el", "fre", "gi", "hen", "in", "jo", "ka", "li", "ma", "ni", "ol", "pe", "ras", "so", "to", "ul", "vi", "ø", "å"];
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public long Events => events;

    /// <summary>When the last event happened.</summary>
    public static DateTime End { get; } = new(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc);

    public DateTime TimeOf(long number) => End - TimeSpan.FromSeconds(63_000_000.0 * (events - number) / events) + TimeSpan.FromMicroseconds(number % 1_000_000);

    /// <summary>Our id of the subscription: seven, two and one tenth of all.</summary>
    public static long SubscriptionOf(long number) => (number % 10) switch { < 7 => 1, < 9 => 2, _ => 3 };

    /// <param name="number">From 1 on, the oldest first.</param>
    public byte[] Body(long number)
    {
        if (number % (events / LargeEvents) == 0)
            return Signer(number, LargeCasefile, LargeCasefile * 10, number % 2 == 0 ? "opened" : "reminderSent");

        // A thousand at a time take turns, so that a casefile's events lie apart as they do in life.
        var (block, within) = ((number - 1) / (UnderWay * Steps), (number - 1) % (UnderWay * Steps));
        var (casefile, step) = (1000 + (block * UnderWay) + (within % UnderWay), (int)(within / UnderWay));
        var ends = casefile % 23 == 0 && step >= 9;
        return step == Steps - 1
            ? Casefile(number, casefile, ends ? "rejected" : "completed", ends ? 2 : 5)
            : Signer(number, casefile, (casefile * 10) + (step is < 5 or 10 ? 0 : 1), ends ? "rejected" : casefile % 40 == 0 && step == 7 ? "undeliverable" : Script[step]);
    }

    private static string Title(long casefile)
    {
        var more = casefile % 50_000 == 4 ? " " + SeldomWord : casefile % 2_000_000 == 2000 ? " " + RareWord : "";
        return string.Create(CultureInfo.InvariantCulture, $"{CommonWord} {Begun[casefile % Begun.Length]}{Ended[casefile / 3 % Ended.Length]} {Name(casefile * 7)} {casefile}{more}");
    }

    private static string Name(long seed)
    {
        var hash = (ulong)seed * 0x9E3779B97F4A7C15;
        var name = new StringBuilder();
        for (var i = 0; i < 3; i++, hash >>= 8)
            name.Append(Syllables[(int)(hash & 0xFF) % Syllables.Length]);
        return name.ToString();
    }

    private byte[] Signer(long number, long casefile, long signer, string type)
    {
        object about = casefile % 4 == 0 ? new { id = casefile, status = 1, title = Title(casefile), language = "da" } : new { id = casefile, status = 1 };
        object payload = casefile % 4 == 0 ? new { id = signer, name = $"{Name(signer)} {Name(signer + 1)}", onBehalfOf = "Eksempel A/S", caseFile = about } : new { id = signer, caseFile = about };
        return Of(number, "signer", type, payload);
    }

    private byte[] Casefile(long number, long casefile, string type, int status) =>
        Of(number, "casefile", type, casefile % 4 == 0 ? new { id = casefile, status, title = Title(casefile), language = "da" } : new { id = casefile, status });

    private byte[] Of(long number, string topic, string eventType, object payload) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            topic,
            eventType,
            eventTime = new { date = TimeOf(number).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), timezone_type = 3, timezone = "UTC" },
            payload,
        },
        Json);
}
