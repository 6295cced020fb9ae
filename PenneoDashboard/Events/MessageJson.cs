using System.Text.Json;
using System.Text.Unicode;

namespace PenneoDashboard.Events;

/// <summary>How the bytes of a message are read as JSON, wherever they are read.</summary>
internal static class MessageJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="JsonException">Not JSON, not UTF-8, or nested deeper than 64 levels.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        // The JSON reader looks at a text's encoding only when the text is read.
        if (!Utf8.IsValid(body))
            throw new JsonException("it is not valid UTF-8.");
        var skip = body.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        return JsonDocument.Parse(body.AsMemory(skip), Options);
    }

    /// <summary>The payload element as it stands in a body that was recognized.</summary>
    public static RawJson? Payload(byte[] body)
    {
        using var document = Parse(body);
        return Member(document.RootElement, "payload") is { } payload ? new RawJson(payload.GetRawText()) : null;
    }

    /// <summary>A member by name, in any letter case: Penneo's own spelling has changed (<c>Type</c>, <c>confirmationToken</c>).</summary>
    public static JsonElement? Member(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            return null;
        if (parent.TryGetProperty(name, out var exact))
            return exact;
        foreach (var member in parent.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }
}
