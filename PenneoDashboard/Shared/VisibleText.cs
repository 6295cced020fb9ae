using System.Text;

namespace PenneoDashboard.Shared;

/// <summary>Text from outside made harmless to read: what would be invisible, or reorder the line, is shown instead.</summary>
public static class VisibleText
{
    /// <summary>Line breaks and tabs stay; other control characters become their pictures (␀), bidi controls their number (‹U+202E›).</summary>
    public static string Of(string text)
    {
        if (!text.Any(NeedsPicture))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                _ when !NeedsPicture(c) => result.Append(c),
                < ' ' => result.Append((char)(0x2400 + c)),
                '\u007f' => result.Append('\u2421'),
                _ => result.Append("‹U+").Append(((int)c).ToString("X4", null)).Append('›'),
            };
        }

        return result.ToString();
    }

    /// <summary>The same on one line, cut to <paramref name="maxLength"/> characters.</summary>
    public static string Line(string text, int maxLength = 80)
    {
        var cut = text.Length > maxLength ? string.Concat(text.AsSpan(0, maxLength - 1), "…") : text;
        return Of(cut).Replace('\r', '␍').Replace('\n', '␊').Replace('\t', '␉');
    }

    private static bool NeedsPicture(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
        || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f' or '\u061c' or '\ufeff' or '\u2028' or '\u2029';
}
