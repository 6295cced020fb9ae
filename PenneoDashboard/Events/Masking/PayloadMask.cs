using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events.Masking;

/// <summary>
/// A message without what it says of people and contracts. What stays is listed here: ids, times, types and the like, each only where it looks
/// like one. All else is <see cref="ReaderMask.Text"/>, so that what Penneo adds one day is masked until somebody lists it.
/// </summary>
public static class PayloadMask
{
    private const int Longest = 64;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FrozenDictionary<string, Kind> Fields = Named(
        (Kind.Part, "payload caseFile signer signers signingRequest signingRequests document documents signatureLine signatureLines"),
        (Kind.Id, "id userId customerId caseFileId signerId documentId signingRequestId signatureLineId subscriptionId eventId"),
        (Kind.Time, "eventTime date created createdAt activated activatedAt updated updatedAt completed completedAt signedAt sendAt expireAt timestamp"),
        (Kind.Word, "topic eventType type status timezone timezone_type language communicationChannel signOrder signerCount documentCount reminderInterval signable isActive"),
        (Kind.Text, "title name firstName lastName email onBehalfOf role comment reason message token"));

    private enum Kind
    {
        /// <summary>Known by name, so that the reader sees that it came; masked.</summary>
        Text,

        /// <summary>An object, or a list of them.</summary>
        Part,
        Id,

        /// <summary>Also an object: Penneo writes times as PHP does.</summary>
        Time,
        Word,
    }

    /// <summary>The payload of a message, masked; JSON again.</summary>
    public static RawJson Of(RawJson payload)
    {
        using var document = JsonDocument.Parse(payload.Text);
        return new RawJson(Encoding.UTF8.GetString(Masked(document.RootElement)));
    }

    /// <summary>A whole body, masked; null for what is no JSON object, of which nothing is known to be harmless.</summary>
    public static byte[]? Of(byte[] body)
    {
        try
        {
            using var document = MessageJson.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Masked(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Masked(JsonElement root)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            Write(writer, root, Kind.Part);
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter to, JsonElement value, Kind kind)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when kind is Kind.Part or Kind.Time:
                WriteMembers(to, value);
                break;
            case JsonValueKind.Array when kind != Kind.Text:
                to.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(to, item, kind);
                to.WriteEndArray();
                break;
            case JsonValueKind.Null:
                to.WriteNullValue();
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when kind is Kind.Id or Kind.Time or Kind.Word:
                to.WriteRawValue(value.GetRawText());
                break;
            case JsonValueKind.String when Read(value.GetString) is { Length: > 0 and <= Longest } text && Fits(text, kind):
                to.WriteStringValue(text);
                break;
            default:
                to.WriteStringValue(ReaderMask.Text);
                break;
        }
    }

    // Names of members may be names of people, and their number tells something too: all that are not known become one.
    private static void WriteMembers(Utf8JsonWriter to, JsonElement value)
    {
        var hasOthers = false;
        to.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            if (Read(() => member.Name) is { } name && Fields.TryGetValue(name, out var kind))
            {
                to.WritePropertyName(name);
                Write(to, member.Value, kind);
            }
            else
            {
                hasOthers = true;
            }
        }

        if (hasOthers)
            to.WriteString(ReaderMask.Text, ReaderMask.Text);
        to.WriteEndObject();
    }

    // A field may be named like an id and yet hold a sentence.
    private static bool Fits(string text, Kind kind) => kind switch
    {
        Kind.Id => text.Any(char.IsAsciiDigit) && text.All(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_'),
        Kind.Time => char.IsAsciiDigit(text[0]) && text.All(x => char.IsAsciiDigit(x) || x is ' ' or '-' or '+' or ':' or '.' or 'T' or 'Z'),
        Kind.Word => text.All(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_' or '.' or '+' or ':' or '/'),
        _ => false,
    };

    // An escape such as \ud800 stands for no character, and the text for none.
    private static string? Read(Func<string?> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // In any letter case, as messages are read: Penneo's own spelling has changed.
    private static FrozenDictionary<string, Kind> Named(params (Kind Kind, string Names)[] fields) =>
        fields.SelectMany(x => x.Names.Split(' ').Select(name => (name, x.Kind))).ToFrozenDictionary(x => x.name, x => x.Kind, StringComparer.OrdinalIgnoreCase);
}
