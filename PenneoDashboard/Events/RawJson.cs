using System.Text.Json;
using System.Text.Json.Serialization;

namespace PenneoDashboard.Events;

/// <summary>JSON text that is written out as it is, so numbers and member order stay as Penneo sent them.</summary>
/// <param name="Text">Valid JSON.</param>
[JsonConverter(typeof(Converter))]
public sealed record RawJson(string Text)
{
    /// <summary>Writes the text unchanged; reads any JSON value back as text.</summary>
    public sealed class Converter : JsonConverter<RawJson>
    {
        /// <inheritdoc />
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new RawJson(document.RootElement.GetRawText());
        }

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text);
    }
}
