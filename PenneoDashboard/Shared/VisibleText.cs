using System.Globalization;
using System.Text;

namespace PenneoDashboard.Shared;

/// <summary>Text from outside made harmless to read: what would be invisible, or reorder the line, is shown instead.</summary>
public static class VisibleText
{
    /// <summary>Line breaks and tabs stay; other control and bidi characters become their number, such as ‹U+0000›.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHidden))
        {
            return text;
        }

        // Numbers, not Unicode's control pictures: many systems have no font with those.
        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = IsHidden(c) ? result.Append(CultureInfo.InvariantCulture, $"‹U+{(int)c:X4}›") : result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>The same on one line, cut to <paramref name="maxLength"/> characters.</summary>
    public static string Line(string text, int maxLength = 80)
    {
        var cut = text.Length > maxLength ? string.Concat(text.AsSpan(0, maxLength - 1), "…") : text;
        return Of(cut.ReplaceLineEndings("↵").Replace('\t', ' '));
    }

    private static bool IsHidden(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
        || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
            or '\u200e' or '\u200f' or '\u061c' or '\ufeff' or '\u2028' or '\u2029';
}
