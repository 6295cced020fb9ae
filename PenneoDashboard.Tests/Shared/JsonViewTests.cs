using Bunit;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class JsonViewTests : ComponentTest
{
    [Fact]
    public void Json_is_indented_and_coloured()
    {
        var view = View("""{"id":12345678901234567890.50,"list":[],"o":{},"a":[1,true,null],"name":"S\u00f8ren"}""");

        const string Expected = """
            {
              "id": 12345678901234567890.50,
              "list": [],
              "o": {},
              "a": [
                1,
                true,
                null
              ],
              "name": "Søren"
            }
            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), view.Find("pre").TextContent);
        Assert.Equal(5, view.FindAll(".json-name").Count);
        Assert.Equal(2, view.FindAll(".json-number").Count);
        Assert.Empty(view.FindAll(".json-note"));
    }

    [Theory]
    [InlineData("""{"name":"<script>alert(1)</script><img src=x onerror=alert(1)>"}""")]
    [InlineData("""{"<script>alert(1)</script>":1}""")]
    [InlineData("<script>alert(1)</script>")]
    public void Markup_in_the_text_stays_text(string json)
    {
        var view = View(json);

        Assert.Empty(view.FindAll("script, img"));
        Assert.Contains("<script>alert(1)</script>", view.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not \0 json", "not ‹U+0000› json")]
    [InlineData("{\"a\":", "{\"a\":")]
    [InlineData("{} {}", "{} {}")]
    [InlineData("", "")]
    public void What_is_no_json_is_shown_as_visible_text(string text, string shown)
    {
        var view = View(text);

        Assert.Equal("text", view.Find("[data-testid=json-view]").GetAttribute("data-kind"));
        Assert.Equal(shown, view.Find("pre").TextContent);
        Assert.NotEmpty(view.Find(".json-note").TextContent);
    }

    [Theory]
    [InlineData("\"half \\ud800\"", "\"half \\ud800\"")]
    [InlineData("\"nul \\u0000 quote \\\" end\"", "\"nul \\u0000 quote \\\" end\"")]
    public void Strings_that_need_escapes_keep_them(string json, string shown) =>
        Assert.Equal(shown, View(json).Find("pre").TextContent);

    [Fact]
    public void Deep_nesting_is_shown_as_text()
    {
        var view = View(new string('[', 10_000) + new string(']', 10_000));

        Assert.Equal("text", view.Find("[data-testid=json-view]").GetAttribute("data-kind"));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public void Long_bodies_are_cut_with_a_note(string kind)
    {
        var many = string.Join(',', Enumerable.Range(0, 50_000));
        var view = View(kind == "json" ? $"[{many}]" : many);

        Assert.InRange(view.Find("pre").TextContent.Length, JsonView.MaxLength, JsonView.MaxLength + 100);
        Assert.Contains("64 KB", view.Find(".json-note").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<JsonView> View(string json) => Render<JsonView>(x => x.Add(c => c.Json, json));
}
