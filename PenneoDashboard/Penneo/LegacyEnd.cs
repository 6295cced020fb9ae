using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PenneoDashboard.Penneo;

/// <summary>Recognizes the answers of a legacy service that is no more.</summary>
internal static partial class LegacyEnd
{
    private static string Day => LegacyShutdown.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>What such an answer says of the legacy service, in words; null for any other answer.</summary>
    public static string? Words(HttpResponseMessage answer, TimeProvider time)
    {
        if (Legacy().Match(answer.RequestMessage?.RequestUri?.AbsolutePath ?? "") is not { Success: true } path)
            return null;
        var isOver = LegacyShutdown.DaysLeft(time.GetUtcNow()) <= 0;
        return answer.StatusCode switch
        {
            HttpStatusCode.Gone => "Penneo has shut its legacy webhook service down.",

            // One subscription may just have been deleted, until the day after which none is left.
            HttpStatusCode.NotFound when path.Groups["one"].Success && !isOver => null,
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed when isOver => $"Penneo shut its legacy webhook service down on {Day}.",
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
                $"If Penneo:ApiBaseUrl is right, Penneo has shut its legacy webhook service down for this account already; it ends for all on {Day}.",
            _ => null,
        };
    }

    /// <summary>What to do about it.</summary>
    public const string Advice = "Nothing arrives through its subscriptions any more: on Subscriptions, create a current one in place of each, and delete the legacy one.";

    [GeneratedRegex("/api/v[0-9]+/webhook/subscriptions(?<one>/.+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Legacy();
}
