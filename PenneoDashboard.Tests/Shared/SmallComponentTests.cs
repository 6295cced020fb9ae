using Bunit;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class SmallComponentTests : ComponentTest
{
    [Theory]
    [InlineData(LiveState.Loading, "loading", "Loading…")]
    [InlineData(LiveState.Live, "live", "Live")]
    [InlineData(LiveState.Paused, "paused", "Paused")]
    [InlineData(LiveState.Reconnecting, "reconnecting", "Reconnecting…")]
    [InlineData(LiveState.Error, "error", "Stopped")]
    public void Live_status_names_its_state(LiveState state, string attribute, string label)
    {
        var badge = Render<LiveStatus>(x => x.Add(c => c.State, state)).Find("[data-testid=live-status]");

        Assert.Equal(attribute, badge.GetAttribute("data-state"));
        Assert.Equal(label, badge.QuerySelector(".live-label")!.TextContent);
        Assert.Equal("status", badge.GetAttribute("role"));
    }

    [Fact]
    public async Task Copying_sends_the_text_unchanged_and_confirms()
    {
        const string Hostile = "<script>alert(1)</script>\0\"'";
        var copy = JSInterop.Setup<bool>("dashboard.copy", _ => true).SetResult(true);
        var button = Render<CopyButton>(x => x.Add(c => c.Text, Hostile).Add(c => c.Label, "Copy the address"));
        Assert.DoesNotContain("alert", button.Markup, StringComparison.Ordinal);
        Assert.Equal("Copy the address", button.Find("button").GetAttribute("aria-label"));

        await button.InvokeAsync(() => button.Find("button").ClickAsync());

        Assert.Equal(Hostile, Assert.Single(copy.Invocations).Arguments[0]);
        Assert.Equal("Copied", button.Find("[role=status]").TextContent);
        button.Render(x => x.Add(c => c.Text, "another"));
        Assert.Empty(button.Find("[role=status]").TextContent);
    }

    [Fact]
    public async Task Copying_that_the_browser_refuses_says_so()
    {
        JSInterop.Setup<bool>("dashboard.copy", _ => true).SetResult(false);
        var button = Render<CopyButton>(x => x.Add(c => c.Text, "a"));

        await button.InvokeAsync(() => button.Find("button").ClickAsync());

        Assert.Contains("refused", button.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_state_shows_its_text_and_actions()
    {
        var state = Render<EmptyState>(x => x.Add(c => c.Title, "Nothing yet").Add(c => c.Text, "Do this.").AddChildContent("<a href='/x'>Go</a>"));

        Assert.Equal("Nothing yet", state.Find("h2").TextContent);
        Assert.Equal("Do this.", state.Find("p").TextContent);
        Assert.Equal("/x", state.Find(".empty-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task Error_state_shows_details_inert_and_retries()
    {
        var retries = 0;
        var state = Render<ErrorState>(x => x.Add(c => c.Title, "No").Add(c => c.Details, "<b>\0</b>").Add(c => c.OnRetry, () => retries++));

        await state.InvokeAsync(() => state.Find("button").ClickAsync());

        Assert.Equal(1, retries);
        Assert.Equal("<b>‹U+0000›</b>", state.Find("pre").TextContent);
        Assert.Equal("alert", state.Find("section").GetAttribute("role"));
    }

    [Fact]
    public void Error_state_without_retry_has_no_button() =>
        Assert.Empty(Render<ErrorState>(x => x.Add(c => c.Title, "No")).FindAll("button"));

    [Fact]
    public void Page_header_has_the_pages_only_h1()
    {
        var header = Render<PageHeader>(x => x.Add(c => c.Title, "History").Add(c => c.Actions, "<button>New</button>"));

        Assert.Equal("History", header.Find("h1").TextContent);
        Assert.Equal("New", header.Find(".page-header-actions button").TextContent);
    }

    [Theory]
    [InlineData(null, "DIV")]
    [InlineData("/history", "A")]
    public void Stat_links_when_it_has_somewhere_to_go(string? href, string tag)
    {
        var stat = Render<Stat>(x => x.Add(c => c.Label, "Stuck").Add(c => c.Value, "3").Add(c => c.Href, href).Add(c => c.Tone, EventTone.Danger)).Find(".stat");

        Assert.Equal(tag, stat.TagName);
        Assert.Equal("Stuck3", stat.TextContent);
        Assert.Contains("tone-danger", stat.ClassList);
    }
}
