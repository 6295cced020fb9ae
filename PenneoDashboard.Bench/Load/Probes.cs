using System.Globalization;
using System.Net;
using System.Text;

namespace PenneoDashboard.Bench.Load;

/// <summary>Events of casefiles that nothing else is about, each with the moment at which its sender had the answer.</summary>
internal static class Probes
{
    public const int PerSecond = 5;

    /// <summary>The first probe's casefile; those of <see cref="EventMix"/> are far below.</summary>
    public const long FirstCasefile = 1_000_000_000;

    /// <returns>When each was answered, by its casefile, in milliseconds since 1970.</returns>
    public static async Task<IReadOnlyDictionary<long, double>> SendAsync(Uri receiver, DateTime start, TimeSpan time, CancellationToken cancellationToken)
    {
        var answered = new Dictionary<long, double>();
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var i = 0; i < time.TotalSeconds * PerSecond && await timer.WaitForNextTickAsync(cancellationToken); i++)
        {
            var casefile = FirstCasefile + i;
            var at = DateTime.UtcNow > start ? DateTime.UtcNow : start;
            using var body = new StringContent(
                string.Create(CultureInfo.InvariantCulture, $$$"""{"topic":"casefile","eventType":"completed","eventTime":{"date":"{{{at:yyyy-MM-dd HH:mm:ss.ffffff}}}","timezone_type":3,"timezone":"UTC"},"payload":{"id":{{{casefile}}},"status":5}}"""),
                Encoding.UTF8,
                "text/plain");
            using var answer = await http.PostAsync(receiver, body, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
                answered[casefile] = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
        }

        return answered;
    }
}
