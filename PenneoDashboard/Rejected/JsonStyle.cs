using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PenneoDashboard.Rejected;

/// <summary>
/// A way to write one and the same JSON: members in their order and numbers digit by digit as they are, only blanks and
/// escapes differ.
/// </summary>
/// <param name="Indent">Blanks for each level on lines of their own; 0 for one line.</param>
/// <param name="Spaced">One blank after each colon and comma, on one line.</param>
/// <param name="EscapeUnicode">Characters beyond ASCII as <c>\u00e5</c>.</param>
/// <param name="EscapeSlash">A slash as <c>\/</c>, as PHP does.</param>
internal sealed record JsonStyle(int Indent, bool Spaced, bool EscapeUnicode, bool EscapeSlash)
{
    public static readonly IReadOnlyList<JsonStyle> All =
    [
        .. from shape in ((int Indent, bool Spaced)[])[(0, false), (0, true), (2, false), (4, false)]
           from unicode in (bool[])[false, true]
           from slash in (bool[])[false, true]
           select new JsonStyle(shape.Indent, shape.Spaced, unicode, slash),
    ];

    public string Words
    {
        get
        {
            var shape = Indent > 0 ? $"JSON indented by {Indent} blanks" : Spaced ? "JSON on one line with blanks after colons and commas" : "compact JSON";
            return (EscapeUnicode, EscapeSlash) switch
            {
                (true, true) => shape + @" with \u escapes and escaped slashes",
                (true, false) => shape + @" with \u escapes",
                (false, true) => shape + " with escaped slashes",
                _ => shape,
            };
        }
    }

    /// <summary>Writes <paramref name="json"/> in this style; null when it is not JSON.</summary>
    public byte[]? Write(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length * 2);
        var reader = new Utf8JsonReader(json);
        var previous = JsonTokenType.None;
        try
        {
            while (reader.Read())
            {
                var opens = previous is JsonTokenType.StartObject or JsonTokenType.StartArray;
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    if (!opens)
                        Line(text, reader.CurrentDepth);
                }
                else if (previous is not (JsonTokenType.None or JsonTokenType.PropertyName))
                {
                    text.Append(opens ? "" : Spaced ? ", " : ",");
                    Line(text, reader.CurrentDepth);
                }

                Token(text, ref reader);
                previous = reader.TokenType;
            }

            return Encoding.UTF8.GetBytes(text.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or half a character in a text: then it was not JSON that a sender made.
            return null;
        }
    }

    private void Line(StringBuilder text, int depth)
    {
        if (Indent > 0)
            text.Append('\n').Append(' ', depth * Indent);
    }

    private void Token(StringBuilder text, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Text(text, reader.GetString()!);
                text.Append(Spaced || Indent > 0 ? ": " : ":");
                break;
            case JsonTokenType.String:
                Text(text, reader.GetString()!);
                break;
            default:
                text.Append(Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }

    private void Text(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\f' => text.Append(@"\f"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                '/' when EscapeSlash => text.Append(@"\/"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                > '~' when EscapeUnicode => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
