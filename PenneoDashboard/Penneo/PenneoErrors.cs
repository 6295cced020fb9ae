using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PenneoDashboard.Penneo;

/// <summary>Turns an answer that is not what we asked for into words.</summary>
internal static class PenneoErrors
{
    private const int LongestMessage = 500;

    public static async Task<PenneoException> ReadAsync(
        HttpResponseMessage answer, PenneoConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var reason = Message(text) ?? "It gave no reason.";
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return Make(answer, time, IsWebPage(text), Unauthorized(connection), reason, ClockHint(answer, connection, time));
        return Make(answer, time, IsWebPage(text), Summary(answer, time), reason, LegacyEnd.Words(answer, time) ?? Advice(answer, IsWebPage(text)));
    }

    public static PenneoException NotPromised(HttpResponseMessage answer, TimeProvider time, bool isWebPage, Exception? inner = null) => Make(
        answer,
        time,
        isWebPage,
        "Penneo answered, but not with what its API promises" + (isWebPage ? ": a web page came. Check the address in Penneo:ApiBaseUrl." : ". Check the address in Penneo:ApiBaseUrl; if it is right, Penneo's support has to know."),
        inner: inner);

    /// <summary>A refused request for an access token. The call it was meant for was not sent.</summary>
    public static async Task<PenneoException> OfSignInAsync(HttpResponseMessage answer, PenneoConnection connection, TimeProvider time)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var code = OAuthError(text);
        var isRefusal = answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        var number = (int)answer.StatusCode;
        var summary = isRefusal switch
        {
            true when code == "invalid_client" => $"Penneo does not know our OAuth client ({number}). Check Penneo:Authentication:ClientId and Penneo:Authentication:ClientSecret.",
            true => $"Penneo did not accept our API key ({number}). Check Penneo:Authentication:ApiKey and Penneo:Authentication:ApiSecret.",
            _ => "Signing in: " + Summary(answer, time, "Penneo:OAuthBaseUrl"),
        };
        return Make(answer, time, IsWebPage(text), summary, Message(text) ?? "It gave no reason.", isRefusal ? ClockHint(answer, connection, time) : null, neverArrived: true, signIn: true);
    }

    /// <summary>An answer that should have held an access token and does not.</summary>
    public static async Task<PenneoException> NoTokenAsync(HttpResponseMessage answer, TimeProvider time)
    {
        var isWebPage = IsWebPage(await answer.Content.ReadAsStringAsync());
        return Make(
            answer, time, isWebPage,
            "Signing in: Penneo answered, but without an access token" + (isWebPage ? ": a web page came. Check the address in Penneo:OAuthBaseUrl." : "."),
            neverArrived: true, signIn: true);
    }

    public static bool IsWebPage(string body) => body.AsSpan().TrimStart().StartsWith("<");

    private static PenneoException Make(
        HttpResponseMessage answer, TimeProvider time, bool isWebPage, string summary, string? reason = null, string? hint = null, Exception? inner = null,
        bool neverArrived = false, bool signIn = false) => new(string.Join(' ', ((string?[])[summary, reason, hint]).OfType<string>()), inner)
        {
            IsWebPage = isWebPage,
            NeverArrived = neverArrived,
            IsSignIn = signIn,
            Status = answer.StatusCode,
            RequestId = Header(answer, "X-Penneo-Request-Id"),
            TraceId = Header(answer, "X-B3-TraceId"),
            ClockOff = ClockOffset.Of(answer, time),
        };

    private static string Unauthorized(PenneoConnection connection)
    {
        var number = (int)HttpStatusCode.Unauthorized;
        return connection.Method switch
        {
            AuthenticationMethod.ApiKeys => $"Penneo's API did not accept the access token its own sign-in had given ({number}). Check that Penneo:Environment, or Penneo:ApiBaseUrl and Penneo:OAuthBaseUrl, belong together.",
            AuthenticationMethod.Wsse => $"Penneo did not accept our authorization ({number}). Check Penneo:Authentication:ApiKey and Penneo:Authentication:ApiSecret.",
            _ => $"Penneo did not accept our authorization ({number}). Check Penneo:Authentication:Token.",
        };
    }

    // Digests are only good at their time; a token is not asked for it.
    private static string? ClockHint(HttpResponseMessage answer, PenneoConnection connection, TimeProvider time) =>
        connection.Method != AuthenticationMethod.Token && ClockOffset.Of(answer, time) is { } off && ClockOffset.Matters(off)
            ? $"This machine's clock is {ClockOffset.Words(off)} Penneo's: set it right, because what proves who we are holds for a short time only."
            : null;

    private static string Summary(HttpResponseMessage answer, TimeProvider time, string addressKey = "Penneo:ApiBaseUrl")
    {
        var number = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        return answer.StatusCode switch
        {
            HttpStatusCode.Forbidden => $"Penneo does not allow this to our user ({number}).",
            HttpStatusCode.NotFound => $"Penneo knows nothing at this address ({number}).",
            HttpStatusCode.MethodNotAllowed => $"Penneo does not do this at this address ({number}).",
            HttpStatusCode.Conflict => $"Penneo has one like it already ({number}).",
            HttpStatusCode.Gone when LegacyEnd.IsOfLegacy(answer) => $"Penneo has shut its legacy webhook service down ({number}).",
            HttpStatusCode.Gone => $"Penneo no longer offers this ({number}).",
            HttpStatusCode.TooManyRequests => $"Penneo asks us to slow down ({number}). Try again in {Wait(answer, time)}.",
            >= HttpStatusCode.InternalServerError => $"Penneo has a problem of its own ({number}). Try again {(PenneoResilience.RetryAfter(answer, time.GetUtcNow()) is null ? "later" : "in " + Wait(answer, time))}.",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $"Penneo sent us elsewhere ({number}). Check {addressKey}.",
            _ => $"Penneo refused ({number}).",
        };
    }

    /// <summary>What to do about a refusal; null where the summary says it.</summary>
    private static string? Advice(HttpResponseMessage answer, bool isWebPage) => answer.StatusCode switch
    {
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError or (>= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest) => null,
        _ when isWebPage => "Check the address in Penneo:ApiBaseUrl.",
        HttpStatusCode.Forbidden => "Ask an administrator of the account at Penneo for the right to it, or use another user's key.",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone => "If it was not deleted at Penneo, check Penneo:Environment and Penneo:ApiBaseUrl.",
        HttpStatusCode.Conflict => "Choose another endpoint, or change the one that exists.",
        _ => "Correct what was sent, then try again.",
    };

    private static string Wait(HttpResponseMessage answer, TimeProvider time) => PenneoResilience.RetryAfter(answer, time.GetUtcNow()) switch
    {
        null => "a minute",
        { TotalMinutes: >= 2 } wait => $"{Math.Ceiling(wait.TotalMinutes):0} minutes",
        { } wait => $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds)):0} seconds",
    };

    private static string? OAuthError(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
                ? error.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Penneo's own errors have "message" beside "error", OAuth's have "error_description"; a proxy may send a page.
    private static string? Message(string text)
    {
        if (IsWebPage(text))
            return "It answered with a web page instead of JSON, as a proxy or a wrong address does.";
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Shorten(text);
            foreach (var name in (string[])["message", "error_description", "error"])
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
                    return "Its message: " + Shorten(value.GetString()!);
            }

            return Shorten(text);
        }
        catch (JsonException)
        {
            return Shorten(text);
        }
    }

    private static string? Shorten(string text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
