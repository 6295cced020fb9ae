using System.Text;
using System.Text.RegularExpressions;
using PenneoDashboard.Language;
using Xunit;

namespace PenneoDashboard.Tests.Architecture;

/// <summary>Every text that is said has its Danish, and the Danish fits it.</summary>
public sealed partial class WordsTests
{
    // Names, which are no language's.
    private static readonly HashSet<string> SameEverywhere = ["PenneoDashboard", "JSON", "CSV", "Hex", "Token", "curl"];

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

    [Fact]
    public void EveryTextOfMarkup_IsSaid() => Assert.Empty(
        from file in Sources.Product
        where file.Path.EndsWith(".razor", StringComparison.Ordinal)
        from text in Unsaid(string.Join('\n', file.Lines))
        select $"{file.Path}: {text}");

    // A page's texts between its tags, in the attributes that people read or hear, and chosen between in its expressions.
    private static IEnumerable<string> Unsaid(string source)
    {
        var markup = CommentOrCode().Replace(source.Split("\n@code")[0], "");
        var quoted = Quoted().Matches(markup).Where(x => x.Groups["before"].Length == 0).Select(x => x.Groups["text"].Value);
        return ReadAloud().Matches(markup).Select(x => x.Groups["text"].Value).Concat(quoted)
            .Concat(Between().Matches(Attribute().Replace(markup, "")).Select(x => x.Groups["text"].Value.Trim()))
            .Where(x => Word().IsMatch(x) && !SameEverywhere.Contains(x) && !x.Contains("://", StringComparison.Ordinal));
    }

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

    [GeneratedRegex(@"@\*.*?\*@|<code>[^<]*</code>", RegexOptions.Singleline)]
    private static partial Regex CommentOrCode();

    [GeneratedRegex("""\b(Title|Text|Label|Message|Subtitle|Placeholder|HelperText|Hint|title|aria-label|alt)="(?<text>[^"@]+)["]""")]
    private static partial Regex ReadAloud();

    [GeneratedRegex("""(?<before>[(=]?)\$?"(?<text>[A-Z][a-z]+ [a-z][^"]*)["]""")]
    private static partial Regex Quoted();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Attribute();

    [GeneratedRegex(@">(?<text>[^<>@{}()=;]+)(?=[<@])")]
    private static partial Regex Between();

    [GeneratedRegex("[A-Za-z]{3}")]
    private static partial Regex Word();
}
