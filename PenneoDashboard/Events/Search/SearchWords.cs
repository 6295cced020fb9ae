using System.Globalization;
using System.Text;

namespace PenneoDashboard.Events.Search;

/// <summary>
/// Cuts text into the words that are searched for. The index, the newest events that it lacks and what a person types all go
/// through here, so that they can't differ. A word is letters and digits; case and accents don't matter, except that æ, ø
/// and å are letters of their own: "år" is no "ar".
/// </summary>
internal static class SearchWords
{
    /// <summary>Of a longer word only so much is looked at: such are keys and encoded bytes, not words.</summary>
    public const int LongestWord = 64;

    // Letters whose small unaccented form is looked up, since taking a letter apart costs more than all the rest.
    private const int FirstAccented = 0xC0;
    private const int LastAccented = 0x24F;

    private static readonly char[] Folded = [.. Enumerable.Range(FirstAccented, LastAccented - FirstAccented + 1).Select(x => Fold((char)x))];

    /// <summary>The words with one space before each and one after the last, as in " lease for øl "; a space alone when there are none.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var words = new StringBuilder();
        Append(words, text);
        return Close(words);
    }

    /// <summary>Ends what <see cref="Append"/> began.</summary>
    public static string Close(StringBuilder words) => words.Append(' ').ToString();

    /// <summary>Adds each word of a text with a space before it. A word never goes on from one text to the next.</summary>
    public static void Append(StringBuilder words, ReadOnlySpan<char> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : IsOfAWord(text, i))
            {
                if (length++ == 0)
                    words.Append(' ');
                if (length <= LongestWord)
                    words.Append(Small(c));
            }
            else if (length > 0 && IsMark(c))
            {
                Join(words, c);
            }
            else
            {
                length = 0;
            }
        }
    }

    private static char Small(char c) => c switch
    {
        < (char)FirstAccented => char.ToLowerInvariant(c),
        <= (char)LastAccented => Folded[c - FirstAccented],
        _ => Fold(c),
    };

    private static bool IsOfAWord(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        if (!char.IsSurrogate(c))
            return char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber;
        var first = char.IsLowSurrogate(c) ? at - 1 : at;
        return first >= 0 && first + 1 < text.Length && char.IsSurrogatePair(text[first], text[first + 1])
            && Rune.IsLetterOrDigit(new Rune(text[first], text[first + 1]));
    }

    private static bool IsMark(char c) =>
        !char.IsAscii(c) && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // An accent that stands behind its letter goes the way of those that are one with it; a ring makes an å.
    private static void Join(StringBuilder words, char mark)
    {
        if (mark == '\u030a' && words[^1] == 'a')
            words[^1] = 'å';
    }

    private static char Fold(char c)
    {
        var small = char.ToLowerInvariant(c);
        if (small == 'å' || char.IsSurrogate(small))
            return small;
        var apart = small.ToString().Normalize(NormalizationForm.FormD);
        return apart.Length > 1 && char.IsLetter(apart[0]) && apart.Skip(1).All(IsMark) ? apart[0] : small;
    }
}
