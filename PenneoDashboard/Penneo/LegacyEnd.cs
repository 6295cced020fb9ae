using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PenneoDashboard.Penneo;

/// <summary>Recognizes the answers of a legacy service that is no more.</summary>
internal static partial class LegacyEnd
{
    private static string Day => LegacyShutdown.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private const string Advice = "Nothing arrives through its subscriptions any more: on Subscriptions, create a current one in place of each, and delete the legacy one.";

    /// <summary>Whether the answer is of a call of the legacy service.</summary>
    public static bool IsOfLegacy(HttpResponseMessage answer) => Path(answer).Success;

    /// <summary>What such an answer says of the legacy service and what to do about it; null for any other answer.</summary>
    public static string? Words(HttpResponseMessage answer, TimeProvider time)
    {
        if (Path(answer) is not { Success: true } path)
            return null;
        var isOver = LegacyShutdown.DaysLeft(time.GetUtcNow()) <= 0;
        return answer.StatusCode switch
        {
            HttpStatusCode.Gone => Advice,

            // One subscription may just have been deleted, until the day after which none is left.
            HttpStatusCode.NotFound when path.Groups["one"].Success && !isOver => null,
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed when isOver => $"Penneo shut its legacy webhook service down on {Day}. {Advice}",
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
                $"If Penneo:ApiBaseUrl is right, Penneo has shut its legacy webhook service down for this account already; it ends for all on {Day}. {Advice}",
            _ => null,
        };
    }

    private static Match Path(HttpResponseMessage answer) => Legacy().Match(answer.RequestMessage?.RequestUri?.AbsolutePath ?? "");

    [GeneratedRegex("/api/v[0-9]+/webhook/subscriptions(?<one>/.+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Legacy();
}
