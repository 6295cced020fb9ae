using System.Text;
using System.Text.RegularExpressions;
using PenneoDashboard.Language;
using Xunit;

namespace PenneoDashboard.Tests.Architecture;

/// <summary>Every text that is said has its Danish, and the Danish fits it.</summary>
public sealed partial class WordsTests
{
    private static readonly HashSet<string> Said = [.. Sources.Product.Where(x => !x.Path.Contains("/Language/", StringComparison.Ordinal)).SelectMany(x => Texts(string.Join('\n', x.Lines)))];

    [Fact]
    public void EveryText_HasItsDanish()
    {
        Assert.True(Said.Count > 100, "The texts were not found in the sources.");
        Assert.Empty(Said.Except(Words.Translated.Keys).Order());
    }

    [Fact]
    public void EveryDanish_IsSaidSomewhere() => Assert.Empty(Words.Translated.Keys.Except(Said).Order());

    [Fact]
    public void Translations_TakeTheSameValues() =>
        Assert.Empty(Words.Translated.Where(x => !Holes(x.Key).SetEquals(Holes(x.Value))).Select(x => $"{x.Key} → {x.Value}"));

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(x => x.Value)];

    private static IEnumerable<string> Texts(string source)
    {
        foreach (Match match in Literal().Matches(source))
            yield return Regex.Unescape(match.Groups["text"].Value);
        foreach (Match match in Interpolated().Matches(source))
            yield return Regex.Unescape(Phrase(source, match.Index + match.Length));
    }

    // From behind the opening quote to the closing one; each hole becomes its number.
    private static string Phrase(string source, int at)
    {
        var text = new StringBuilder();
        var (holes, depth, inText) = (0, 0, false);
        for (; ; at++)
        {
            var c = source[at];
            if (depth == 0 && c == '"')
                return text.ToString();
            if (depth == 0 && c == '{')
                text.Append('{').Append(holes++).Append('}');
            else if (depth == 0)
                text.Append(c);
            if (depth > 0 && c == '"')
                inText = !inText;
            depth += inText ? 0 : c switch { '{' => 1, '}' => -1, _ => 0 };
        }
    }

    [GeneratedRegex("""\b(Say|Later)\("(?<text>(?:[^"\\]|\\.)*)"\)?""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\bSay\(\$""")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();
}
