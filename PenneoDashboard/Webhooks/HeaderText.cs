using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PenneoDashboard.Webhooks;

/// <summary>A request's headers as they are kept: a JSON array of <c>[name, value]</c> pairs in the order received.</summary>
internal static class HeaderText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Every delivery needs one; a thread writes one at a time.
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    public static string Of(IHeaderDictionary headers)
    {
        var (buffer, json) = _writer ??= Create();
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartArray();
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                json.WriteStartArray();
                json.WriteStringValue(name);
                json.WriteStringValue(value ?? "");
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}
