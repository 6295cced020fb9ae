using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace PenneoDashboard.Simulator;

/// <summary>Reads what a client of the simulated Penneo sends.</summary>
internal static class PenneoBody
{
    private const long MaxBytes = 64 * 1024;

    /// <summary>The body whatever its content type; null when it is no JSON object.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        try
        {
            var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    public static string? Text(JsonDocument body, string name) =>
        body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Null when it is no true or false.</summary>
    public static bool? Flag(JsonDocument body, string name, bool absent) =>
        !body.RootElement.TryGetProperty(name, out var value) ? absent : value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>Null when it is no list of texts; empty when it is absent.</summary>
    public static IReadOnlyList<string>? Texts(JsonDocument body, string name)
    {
        if (!body.RootElement.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(x => x.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(x => x.GetString()!).Distinct()]
            : null;
    }

    public static bool IsEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
