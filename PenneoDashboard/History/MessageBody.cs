using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace PenneoDashboard.History;

/// <summary>A body as received, in the forms in which a person can look at it.</summary>
public sealed class MessageBody
{
    /// <summary>How many bytes are shown in hex; the download has the rest.</summary>
    public const int MostHex = 8 * 1024;

    private const int BytesPerLine = 16;

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _bytes;

    public MessageBody(byte[] bytes)
    {
        _bytes = bytes;
        Text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        PrettyJson = Text is null ? null : Indent(Text.TrimStart('\ufeff'));
    }

    public int Length => _bytes.Length;

    /// <summary>Exactly what came; null when it is not UTF-8 and so no text.</summary>
    public string? Text { get; }

    /// <summary>Indented, with numbers and the order of members as they came; null when it is not JSON.</summary>
    public string? PrettyJson { get; }

    /// <summary>Offset, bytes and plain characters, sixteen bytes a line.</summary>
    public string Hex()
    {
        var shown = _bytes.AsSpan(0, Math.Min(_bytes.Length, MostHex));
        var dump = new StringBuilder(shown.Length * 5);
        for (var at = 0; at < shown.Length; at += BytesPerLine)
        {
            var line = shown.Slice(at, Math.Min(BytesPerLine, shown.Length - at));
            dump.Append(CultureInfo.InvariantCulture, $"{at:x6} ");
            for (var i = 0; i < BytesPerLine; i++)
                dump.Append(i % 8 == 0 ? " " : "").Append(i < line.Length ? line[i].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(' ');
            dump.Append(' ');
            foreach (var value in line)
                dump.Append(value is >= 0x20 and < 0x7f ? (char)value : '.');
            dump.Append('\n');
        }

        return dump.ToString();
    }

    private static string? Indent(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Pretty);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON with half a character in a text: it is shown as it came.
            return null;
        }
    }
}
