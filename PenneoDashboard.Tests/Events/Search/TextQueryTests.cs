using System.Text;
using PenneoDashboard.Events.Search;
using Xunit;

namespace PenneoDashboard.Tests.Events.Search;

/// <summary>What a search field's text means, held against single bodies.</summary>
public sealed class TextQueryTests
{
    private const string Body =
        """{"topic":"casefile","payload":{"id":531,"title":"Lejekontrakt for Ærø, Åse's år 2026","mail":"jens@example.com","key":"3fa85f64-5717","note":"Caf\u00e9 \u00c5rhus \/ line\nbreak"}}""";

    [Theory]
    [InlineData("lejekontrakt", true)]
    [InlineData("LEJEKONTRAKT", true)]
    [InlineData("lejek", true)]
    [InlineData("lejek ærø", false)]
    [InlineData("lejek* ærø", true)]
    [InlineData("ærø lejek", true)]
    [InlineData("kontrakt", false)]
    [InlineData("Ærø", true)]
    [InlineData("ærø", true)]
    [InlineData("aero", false)]
    [InlineData("ar*", false)]
    [InlineData("år", true)]
    [InlineData("år 2026", true)]
    [InlineData("\"år 2026\"", true)]
    [InlineData("\"2026 år\"", false)]
    [InlineData("2026 år", true)]
    [InlineData("202", false)]
    [InlineData("202*", true)]
    [InlineData("cafe", true)]
    [InlineData("café", true)]
    [InlineData("a\u030arhus", true)]
    [InlineData("århus", true)]
    [InlineData("\"line break\"", true)]
    [InlineData("jens@example.com", true)]
    [InlineData("jens@exam", true)]
    [InlineData("jens@example.dk", false)]
    [InlineData("3fa85f64-5717", true)]
    [InlineData("\"id\":531", true)]
    [InlineData("\"id\":53", false)]
    [InlineData("\"id\": 531", true)]
    [InlineData("{\"id\":531,\"title\":\"Lejekontrakt for", true)]
    [InlineData("\"title\":\"Lejekontrakt for Ærø\"", true)]
    [InlineData("\"title\":\"Lejekontrakt Ærø\"", false)]
    [InlineData("casefile -rejected", true)]
    [InlineData("casefile -531", false)]
    [InlineData("-531", false)]
    [InlineData("-532", true)]
    [InlineData("-lejek", true)]
    [InlineData("-lejek*", false)]
    [InlineData("-\"år 2026\"", false)]
    [InlineData("-\"år 2025\"", true)]
    [InlineData("\"år 20", false)]
    [InlineData("\"lejekontrakt fo", true)]
    [InlineData("  ", true)]
    [InlineData("- -- \" \"\" * % ' \\ () AND", false)]
    [InlineData("%", false)]
    [InlineData("@", true)]
    [InlineData(" :\" ", true)]
    [InlineData(" :: ", false)]
    [InlineData("\":\"", true)]
    [InlineData("531 %", true)]
    [InlineData("OR", false)]
    [InlineData("NEAR(casefile", false)]
    [InlineData("j", false)]
    [InlineData("j*", true)]
    public void Text_IsFound(string text, bool expected) => Assert.Equal(expected, TextQuery.Parse(text).IsIn(Encoding.UTF8.GetBytes(Body)));

    [Theory]
    [InlineData("plain text, no JSON: Ærø", "ærø", true)]
    [InlineData("{\"broken\": \"Lease", "lease", true)]
    [InlineData("{\"half\":\"\\ud83d lease\"}", "lease", true)]
    [InlineData("", "x", false)]
    [InlineData("", "-x", true)]
    [InlineData("\ufeff{\"a\":\"\\u00f8l\"}", "øl", true)]
    [InlineData("[1,2.5,true,null]", "\"2 5 true null\"", true)]
    [InlineData("{\"a\":\"契約\"}", "契約", true)]
    [InlineData("{\"a\":\"契約\"}", "契", false)]
    [InlineData("{\"a\":\"half ½ \"}", "½", true)]
    public void AnyBody_IsSearched(string body, string text, bool expected) => Assert.Equal(expected, TextQuery.Parse(text).IsIn(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void BytesThatAreNoText_AreSearched() => Assert.True(TextQuery.Parse("lease").IsIn([0xFF, 0x00, .. "lease"u8, 0xFE]));

    [Fact]
    public void LongWord_IsFoundByItself()
    {
        var word = new string('x', 500);

        Assert.True(TextQuery.Parse(word).IsIn(Encoding.UTF8.GetBytes($"a {word} b")));
        Assert.True(TextQuery.Parse(word + " b").IsIn(Encoding.UTF8.GetBytes($"a {word} b")));
    }

    [Fact]
    public void Time_IsNoText() =>
        Assert.Equal(" topic signer eventtype eventtime payload eventtime x ", MessageWords.Of("""{"topic":"signer","eventTime":{"date":"2026-01-01"},"eventType":"eventTime","payload":{"eventTime":"x"}}"""u8));

    [Fact]
    public void Words_NeverGoOnFromOneValueToTheNext() => Assert.Equal(" ab cd ef ", MessageWords.Of("""{"ab":"cd","ef":""}"""u8));

    [Theory]
    [InlineData("Ångström ÆØÅ éèÜñ ÿ", " ångstrom æøå eeun y ")]
    [InlineData("a_b-c.d", " a b c d ")]
    [InlineData("", " ")]
    [InlineData("...", " ")]
    [InlineData("한국어 ΑΒΓ", " 한국어 αβγ ")]
    public void Words_AreCutAndFolded(string text, string expected) => Assert.Equal(expected, SearchWords.Of(text));
}
