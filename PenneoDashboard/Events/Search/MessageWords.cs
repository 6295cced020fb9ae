using System.Text;
using System.Text.Json;

namespace PenneoDashboard.Events.Search;

/// <summary>
/// The words of a body: names and values in the order in which they stand, with what JSON escapes in plain letters. The time of the
/// event is left out: it is found by date, and its digits would be in the way of whoever looks for a number.
/// </summary>
internal static class MessageWords
{
    private const int StackLimit = 512;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>As <see cref="SearchWords.Of"/>; any bytes have their words, whether they are JSON or not.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var words = new StringBuilder(body.Length);
        if (TryJson(words, body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body))
            return SearchWords.Close(words);
        words.Clear();
        SearchWords.Append(words, Encoding.UTF8.GetString(body));
        return SearchWords.Close(words);
    }

    private static bool TryJson(StringBuilder words, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("eventTime"u8))
                    reader.Skip();
                else
                    Append(words, ref reader);
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, not UTF-8, or half a character in a text: then it is looked at as plain text.
            return false;
        }
    }

    private static void Append(StringBuilder words, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
        {
            if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
                Append(words, reader.ValueSpan);
            return;
        }

        var length = reader.ValueSpan.Length;
        Span<char> text = length <= StackLimit ? stackalloc char[StackLimit] : new char[length];
        SearchWords.Append(words, text[..reader.CopyString(text)]);
    }

    private static void Append(StringBuilder words, ReadOnlySpan<byte> plain)
    {
        Span<char> text = plain.Length <= StackLimit ? stackalloc char[StackLimit] : new char[plain.Length];
        SearchWords.Append(words, text[..Encoding.UTF8.GetChars(plain, text)]);
    }
}
