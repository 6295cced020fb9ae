using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PenneoDashboard.Penneo;

/// <summary>Turns an answer that is not what we asked for into words.</summary>
internal static class PenneoErrors
{
    private const int LongestMessage = 500;

    public static async Task<PenneoException> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return Make(answer, $"{Summary(answer.StatusCode)} {Message(text) ?? "It gave no reason."}", IsWebPage(text), null);
    }

    public static PenneoException NotPromised(HttpResponseMessage answer, bool isWebPage, Exception? inner = null) => Make(
        answer,
        "Penneo answered, but not with what its API promises" + (isWebPage ? ": a web page came. Check the address in Penneo:ApiBaseUrl." : "."),
        isWebPage,
        inner);

    public static bool IsWebPage(string body) => body.AsSpan().TrimStart().StartsWith("<");

    private static PenneoException Make(HttpResponseMessage answer, string message, bool isWebPage, Exception? inner) => new(message, inner)
    {
        IsWebPage = isWebPage,
        Status = answer.StatusCode,
        RequestId = Header(answer, "X-Penneo-Request-Id"),
        TraceId = Header(answer, "X-B3-TraceId"),
    };

    private static string Summary(HttpStatusCode status)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            HttpStatusCode.Unauthorized => $"Penneo did not accept our authorization ({number}). Check Penneo:Authentication:Token.",
            HttpStatusCode.Forbidden => $"Penneo does not allow this to our user ({number}).",
            HttpStatusCode.NotFound => $"Penneo knows nothing at this address ({number}).",
            HttpStatusCode.Conflict => $"Penneo has one like it already ({number}).",
            HttpStatusCode.Gone => $"Penneo no longer offers this ({number}).",
            HttpStatusCode.TooManyRequests => $"Penneo asks us to slow down ({number}). Try again in a minute.",
            >= HttpStatusCode.InternalServerError => $"Penneo has a problem of its own ({number}). Try again later.",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $"Penneo sent us elsewhere ({number}). Check Penneo:ApiBaseUrl.",
            _ => $"Penneo refused ({number}).",
        };
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
