using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PenneoDashboard.Shared;

/// <summary>A run of pretty-printed JSON in one colour.</summary>
/// <param name="CssClass">Null for punctuation and white space.</param>
/// <param name="Text">Plain text, to be escaped by whoever renders it.</param>
internal sealed record JsonToken(string? CssClass, string Text);

/// <summary>Pretty-prints JSON as coloured runs of text. Numbers keep their digits, strings stay escaped where it matters.</summary>
internal static class JsonTokens
{
    private const int MaxDepth = 200;

    /// <summary>Null when the text is not one JSON value (or nests deeper than anyone could read).</summary>
    /// <param name="limit">After how many characters of output to stop.</param>
    public static (IReadOnlyList<JsonToken> Tokens, bool Truncated)? Read(string json, int limit)
    {
        var printer = new Printer();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (printer.Length < limit)
                {
                    printer.Add(ref reader);
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return (printer.Tokens(), printer.Length >= limit);
    }

    private sealed class Printer
    {
        private readonly List<JsonToken> _tokens = [];
        private readonly StringBuilder _plain = new();
        private bool _first = true;
        private bool _afterName;

        public int Length { get; private set; }

        public void Add(ref Utf8JsonReader reader)
        {
            var ends = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (ends)
            {
                // An empty object or array stays on its line.
                if (!_first)
                {
                    NewLine(reader.CurrentDepth);
                }
            }
            else if (!_afterName && reader.CurrentDepth > 0)
            {
                Plain(_first ? "" : ",");
                NewLine(reader.CurrentDepth);
            }

            _first = _afterName = false;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Plain(reader.TokenType == JsonTokenType.StartObject ? "{" : "[");
                    _first = true;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    Plain(reader.TokenType == JsonTokenType.EndObject ? "}" : "]");
                    break;
                case JsonTokenType.PropertyName:
                    Coloured("json-name", Quoted(ref reader));
                    Plain(": ");
                    _afterName = true;
                    break;
                case JsonTokenType.String:
                    Coloured("json-string", Quoted(ref reader));
                    break;
                case JsonTokenType.Number:
                    Coloured("json-number", Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
                default:
                    Coloured("json-literal", Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
            }
        }

        public List<JsonToken> Tokens()
        {
            Flush();
            return _tokens;
        }

        private static string Quoted(ref Utf8JsonReader reader)
        {
            string inner;
            try
            {
                // Decoded once so that "\u00f8" reads as a letter, then escaped again only where JSON must be.
                inner = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(reader.GetString() ?? "");
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair has no text; the escape itself is then the most truthful thing to show.
                inner = Encoding.UTF8.GetString(reader.ValueSpan);
            }

            return $"\"{VisibleText.Of(inner)}\"";
        }

        private void NewLine(int depth) => Plain("\n" + new string(' ', depth * 2));

        private void Plain(string text)
        {
            _plain.Append(text);
            Length += text.Length;
        }

        private void Coloured(string cssClass, string text)
        {
            Flush();
            _tokens.Add(new JsonToken(cssClass, text));
            Length += text.Length;
        }

        private void Flush()
        {
            if (_plain.Length > 0)
            {
                _tokens.Add(new JsonToken(null, _plain.ToString()));
                _plain.Clear();
            }
        }
    }
}
