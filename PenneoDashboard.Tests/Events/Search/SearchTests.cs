using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events.Search;

/// <summary>The index and the newest events beside it, held against a plain reading of every body; over generated texts and searches.</summary>
public sealed partial class SearchTests : IAsyncLifetime
{
    private const int Events = 240;

    private static readonly string[] Vocabulary =
        ["kontrakt", "Kontrakten", "kontakt", "Lease", "leases", "øl", "Øl", "ol", "år", "ar", "Ærø", "531", "5310", "53", "a1", "x", "AND", "not", "NEAR", "café", "cafe", "\u0001", "\"", "😀"];

    private static readonly Gen<string> Word = Gen.OneOf(Vocabulary);
    private static readonly Gen<string> Title = Word.Array[0, 6].Select(Gen.OneOf(" ", "-", ", ", "/", "\"", "\n"), (words, sign) => string.Join(sign, words));

    private static readonly Gen<string> Body = Gen.Select(Title, Gen.OneOf("casefile", "signer"), Gen.Int[1, 9], Gen.Bool, Gen.Int[0, 9], (title, topic, id, escaped, other) => other == 0
        ? title
        : JsonSerializer.Serialize(new { topic, eventType = "signed", payload = new { id, title } }, escaped ? JsonSerializerOptions.Default : Relaxed));

    private static readonly Gen<string> Term = Gen.Select(
        Word.Array[1, 3], Gen.OneOf("", "", "", "-"), Gen.OneOf("", "", "\"", "*", "(", "{"), Gen.OneOf(" ", "@", ":"), Gen.Int[1, 9],
        (words, sign, around, between, length) => around == "\""
            ? $"{sign}\"{string.Join(' ', words)}\""
            : $"{sign}{(around == "(" ? around : "")}{string.Join(between, words)[..Math.Min(length, words[0].Length)]}{(around == "*" ? around : "")}");

    private static readonly Gen<string> Typed = Gen.Frequency(
        (9, Term.Array[1, 3].Select(x => string.Join(' ', x))),
        (1, Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char["\"*-^():{}+øÅ\0"]), 0, 12]));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LogFixture _log = new();
    private readonly List<(long Sequence, string Text, string[] Words)> _bodies = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        foreach (var body in Body.Array[Events].Single())
        {
            await _log.StoreAsync(body);
            _bodies.Add((_bodies.Count + 1, body, Cut(Decoded(body))));
        }
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(Events / 2)]
    [InlineData(Events)]
    public async Task Search_FindsWhatAPlainReadingFinds_HoweverFarTheIndexHasCome(int indexed)
    {
        for (var after = 0; after < indexed; after += 50)
            await _log.IndexAsync(after, Math.Min(after + 50, indexed));
        await Typed.SampleAsync(
            async text =>
            {
                var expected = _bodies.Where(x => Cut(text).Length == 0 ? x.Text.Contains(Whole(text.Trim()), StringComparison.Ordinal) : IsIn(x.Words, text)).Select(x => x.Sequence).Reverse().ToList();
                var found = await _log.Events.ListAsync(new EventFilter { Q = text }, Events, Payloads.Omitted, cancellationToken: Cancel);
                Assert.Equal(expected, found.Items.Select(x => x.Sequence));
                Assert.Equal(expected.Count, await _log.Events.CountAsync(new EventFilter { Q = text }, Events, Cancel));
            },
            iter: 300,
            threads: 1);
    }

    [Theory]
    [InlineData("kontrakt ", "", 2000)]
    [InlineData("nowhere", "", 2000)]
    [InlineData("k*", " ", 500)]
    [InlineData("-zzz", " ", 2000)]
    [InlineData("\"a b\"", " -", 2000)]
    public async Task VeryLongSearches_AreAnswered(string term, string between, int times)
    {
        await _log.IndexAsync(0, Events / 2);
        var text = string.Join(between, Enumerable.Repeat(term, times));

        var expected = _bodies.Where(x => IsIn(x.Words, text)).Select(x => x.Sequence).Reverse();
        Assert.Equal(expected, (await _log.Events.ListAsync(new EventFilter { Q = text }, Events, Payloads.Omitted, cancellationToken: Cancel)).Items.Select(x => x.Sequence));
    }

    [Fact]
    public async Task Index_MadeAnew_IsTheSame()
    {
        await _log.IndexAsync(0, Events);
        var filter = new EventFilter { Q = "kontrakt* -øl" };
        var before = await _log.Events.CountAsync(filter, Events, Cancel);
        await _log.ClearIndexAsync();

        Assert.Equal(0, await _log.Events.CountAsync(filter, Events, Cancel));
        await _log.IndexAsync(0, Events);
        Assert.Equal(before, await _log.Events.CountAsync(filter, Events, Cancel));
    }

    // From here on: the same meaning, written as plainly as it can be.
    private static bool IsIn(string[] body, string typed)
    {
        var terms = Terms().Matches(typed).Select(x => x.Value).ToList();
        foreach (var (term, i) in terms.Select((x, i) => (x, i)))
        {
            var excluded = term.Length > 1 && term[0] == '-';
            var words = Cut(term);
            if (words.Length == 0)
                continue;
            var last = words[^1];
            var closed = term.Count(x => x == '"') % 2 == 0 && term[^1] == '"';
            var prefix = term[^1] == '*' || (!excluded && i == terms.Count - 1 && !closed && last.Length >= 2 && !last.All(char.IsAsciiDigit));
            var occurs = Enumerable.Range(0, Math.Max(0, body.Length - words.Length + 1)).Any(at =>
                words.Index().All(x => prefix && x.Index == words.Length - 1 ? body[at + x.Index].StartsWith(x.Item, StringComparison.Ordinal) : body[at + x.Index] == x.Item));
            if (occurs == excluded)
                return false;
        }

        return true;
    }

    // Half of a character is no text that could stand anywhere.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string[] Cut(string text) =>
        [.. WordPattern().Matches(text.ToLowerInvariant().Replace("é", "e", StringComparison.Ordinal)).Select(x => x.Value)];

    private static string Decoded(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return string.Join(' ', Texts(document.RootElement));
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(x => Texts(x.Value).Prepend(x.Name)),
        JsonValueKind.String => [value.GetString()!],
        _ => [value.GetRawText()],
    };

    [GeneratedRegex("""(?:"[^"]*(?:"|$)|[^\s"])+""")]
    private static partial Regex Terms();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex WordPattern();
}
