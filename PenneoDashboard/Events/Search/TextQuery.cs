using System.Text;

namespace PenneoDashboard.Events.Search;

/// <summary>Words that must stand one behind the other, or must not.</summary>
/// <param name="Words">With single spaces between them and none around.</param>
/// <param name="IsPrefix">The last of them may go on.</param>
internal readonly record struct TextTerm(string Words, bool IsPrefix, bool IsExcluded);

/// <summary>
/// What a person typed into a search field. Every word must occur, in any order; <c>"these words"</c> one behind the
/// other; <c>-word</c> must not; <c>kontr*</c> may go on, and so may the last word, which may still be being typed. Signs only part
/// words, so <c>a@example.com</c> or <c>"id":531</c> is looked for as the words in it, one behind the other; only where there is
/// no word at all, the signs themselves are looked for. Nothing is ever wrong.
/// </summary>
internal sealed class TextQuery
{
    // Fewer letters begin too many words to be of any use, unless they are asked for.
    private const int ShortestBeginning = 2;

    private static readonly TextQuery Nothing = new([], null);

    private readonly byte[]? _signs;
    private readonly string[] _included;
    private readonly string[] _excluded;

    private TextQuery(List<TextTerm> terms, string? signs)
    {
        _signs = signs is null ? null : Encoding.UTF8.GetBytes(signs);
        Terms = terms;
        _included = [.. terms.Where(x => !x.IsExcluded).Select(InWords)];
        _excluded = [.. terms.Where(x => x.IsExcluded).Select(InWords)];
    }

    public IReadOnlyList<TextTerm> Terms { get; }

    /// <summary>True when nothing is looked for, and so everything matches.</summary>
    public bool IsEmpty => Terms.Count == 0 && _signs is null;

    /// <summary>True when signs are looked for, which the index does not have.</summary>
    public bool IsSigns => _signs is not null;

    public static TextQuery Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Nothing;
        var terms = new List<TextTerm>();
        for (var at = 0; at < text.Length;)
            Take(text, ref at, terms);
        return new TextQuery(terms, terms.Count == 0 ? text.Trim() : null);
    }

    public bool IsIn(ReadOnlySpan<byte> body) => _signs is null ? IsIn(MessageWords.Of(body)) : body.IndexOf(_signs) >= 0;

    private bool IsIn(string words) =>
        Array.TrueForAll(_included, x => words.Contains(x, StringComparison.Ordinal)) && !Array.Exists(_excluded, x => words.Contains(x, StringComparison.Ordinal));

    private static string InWords(TextTerm term) => term.IsPrefix ? " " + term.Words : $" {term.Words} ";

    // A term reaches to the next white space outside of quotes: names and values of JSON hang together.
    private static void Take(string text, ref int at, List<TextTerm> terms)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        var excluded = at + 1 < text.Length && text[at] == '-' && !char.IsWhiteSpace(text[at + 1]);
        var (start, quoted) = (at, false);
        for (; at < text.Length && (quoted || !char.IsWhiteSpace(text[at])); at++)
            quoted ^= text[at] == '"';
        var term = text.AsSpan(start, at - start);
        var words = SearchWords.Of(term).Trim(' ');
        if (words.Length == 0)
            return;
        var last = LastOf(words);
        var stillTyped = !excluded && text.AsSpan(at).IsWhiteSpace() && (quoted || term[^1] != '"') && last.Length >= ShortestBeginning && !IsNumber(last);
        terms.Add(new TextTerm(words, stillTyped || term[^1] == '*', excluded));
    }

    private static string LastOf(string words) => words[(words.LastIndexOf(' ') + 1)..];

    // Whoever types 531 means this casefile, not the 5310th.
    private static bool IsNumber(string word) => word.All(char.IsAsciiDigit);
}
