using System.Text;
using System.Text.Unicode;

namespace PenneoDashboard.Rejected;

/// <summary>What a body may have been before something on its way re-encoded it.</summary>
internal static class BodyVariants
{
    private static readonly byte[] Bom = [0xef, 0xbb, 0xbf];
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Each with words for what was done to it on its way. The likely ones come first; some may be the same bytes.
    /// </summary>
    public static IEnumerable<(string Words, byte[] Body)> Of(byte[] body)
    {
        var hasBom = body.AsSpan().StartsWith(Bom);
        if (hasBom)
            yield return ("a byte order mark was put before it", body[3..]);
        if (Trimmed(body) is { } trimmed && trimmed.Length < body.Length)
            yield return ("a line end or blanks were added at its end", trimmed);
        yield return ("the line end at its end was cut off", [.. body, (byte)'\n']);
        yield return ("the line end at its end was cut off", [.. body, (byte)'\r', (byte)'\n']);
        if (!hasBom)
            yield return ("the byte order mark before it was cut off", [.. Bom, .. body]);

        var isText = Utf8.IsValid(body);
        var text = isText ? Encoding.UTF8.GetString(hasBom ? body.AsSpan(3) : body) : Windows.GetString(body);
        if (text.Contains('\n', StringComparison.Ordinal))
        {
            var unix = text.Replace("\r\n", "\n", StringComparison.Ordinal);
            yield return ("its line ends were changed from LF to CRLF", Encoding.UTF8.GetBytes(unix));
            yield return ("its line ends were changed from CRLF to LF", Encoding.UTF8.GetBytes(unix.Replace("\n", "\r\n", StringComparison.Ordinal)));
        }

        foreach (var charset in Charsets(text, isText))
            yield return charset;

        var json = Encoding.UTF8.GetBytes(text);
        foreach (var style in JsonStyle.All)
        {
            if (style.Write(json) is not { } written)
                break;
            yield return ($"it was re-encoded as other JSON; what was signed is {style.Words}", written);
        }
    }

    private static IEnumerable<(string Words, byte[] Body)> Charsets(string text, bool isText)
    {
        if (!isText)
        {
            yield return ("it was converted from UTF-8 to Windows-1252", Encoding.UTF8.GetBytes(text));
            yield return ("it was converted from UTF-8 to ISO-8859-1", Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(Windows.GetBytes(text))));
        }
        else if (!Ascii.IsValid(text))
        {
            yield return (Widened("Windows-1252", Windows.GetBytes(text)), Windows.GetBytes(text));
            yield return (Widened("ISO-8859-1", Encoding.Latin1.GetBytes(text)), Encoding.Latin1.GetBytes(text));
        }
    }

    // What is UTF-8 still was UTF-8 before, and was encoded a second time: "Ã¦" for "æ".
    private static string Widened(string charset, byte[] signed) =>
        Utf8.IsValid(signed) ? $"it was UTF-8, was taken for {charset} and encoded as UTF-8 once more" : $"it was converted from {charset} to UTF-8";

    private static byte[] Trimmed(byte[] body) => body.AsSpan().TrimEnd(" \t\r\n"u8).ToArray();
}
