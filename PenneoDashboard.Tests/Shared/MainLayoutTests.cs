using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Extensions;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class MainLayoutTests : ComponentTest
{
    [Theory]
    [InlineData(null, "Simulator", true)]
    [InlineData("Sandbox", "Sandbox", false)]
    [InlineData("Production", "Production", false)]
    [InlineData(" simulator ", "Simulator", true)]
    [InlineData("production", "Production", false)]
    public void Environment_is_named_and_the_simulator_listed_only_when_it_runs(string? configured, string badge, bool simulator)
    {
        Configuration["Penneo:Environment"] = configured;

        var layout = Layout(_ => { });

        Assert.Equal(badge, layout.Find("[data-testid=environment]").TextContent);
        Assert.Single(layout.FindAll("nav a[href='/settings']"));
        Assert.Equal(simulator ? 1 : 0, layout.FindAll("nav a[href='/simulator']").Count);
        Assert.Equal("content", layout.Find("main").Id);
        Assert.EndsWith("#content", layout.Find(".skip-link").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_drawn_before_the_browser_answered()
    {
        var answer = JSInterop.Setup<BrowserTheme.State?>("dashboard.watchTheme", _ => true);
        var layout = Layout(_ => { });
        Assert.Empty(layout.Markup);

        answer.SetResult(new BrowserTheme.State("dark", true));

        layout.WaitForElement("main");
        Assert.Equal("true", layout.Find("[data-theme-mode=dark]").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Badges_of_the_menu_follow_their_numbers()
    {
        var badges = Services.GetRequiredService<NavBadges>();
        var menu = Render<NavMenu>();
        Assert.Empty(menu.FindAll("[data-testid=nav-count]"));

        badges.Set("/rejected", 7);
        menu.WaitForAssertion(() => Assert.Equal("7", menu.Find("a[href='/rejected'] [data-testid=nav-count]").TextContent));
        badges.Set("/rejected", 1234);
        menu.WaitForAssertion(() => Assert.Equal("999+", menu.Find("[data-testid=nav-count]").TextContent));
        badges.Set("/rejected", 0);
        menu.WaitForAssertion(() => Assert.Empty(menu.FindAll("[data-testid=nav-count]")));
    }

    [Fact]
    public async Task Choosing_a_theme_is_remembered_by_the_browser()
    {
        var set = JSInterop.Setup<BrowserTheme.State?>("dashboard.setTheme", _ => true);
        set.SetResult(new BrowserTheme.State("light", false));
        var layout = Layout(_ => { });

        await layout.InvokeAsync(() => layout.Find("[data-theme-mode=light]").ClickAsync());

        Assert.Equal("light", Assert.Single(set.Invocations).Arguments[0]);
        Assert.Equal("true", layout.Find("[data-theme-mode=light]").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void System_turning_dark_is_followed()
    {
        var layout = Layout(_ => { });
        var theme = Services.GetRequiredService<BrowserTheme>();

        theme.OnSystemThemeChanged(new BrowserTheme.State("system", true));

        layout.WaitForAssertion(() => Assert.True(layout.FindComponent<MudThemeProvider>().Instance.GetState(x => x.IsDarkMode)));
    }

    [Fact]
    public async Task Menu_button_opens_and_navigation_closes()
    {
        var layout = Layout(_ => { });
        await layout.InvokeAsync(() => layout.Find(".menu-button").ClickAsync());
        Assert.Equal("true", layout.Find(".menu-button").GetAttribute("aria-expanded"));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/history");

        layout.WaitForAssertion(() => Assert.Equal("false", layout.Find(".menu-button").GetAttribute("aria-expanded")));
    }

    [Fact]
    public async Task Menu_closes_by_escape_and_by_a_tap_beside_it()
    {
        var layout = Layout(_ => { });
        foreach (var close in (Func<Task>[])[
            () => layout.Find("header").KeyDownAsync("Escape"),
            () => layout.Find(".menu-backdrop").ClickAsync()])
        {
            await layout.InvokeAsync(() => layout.Find(".menu-button").ClickAsync());
            await close();
            Assert.Equal("false", layout.Find(".menu-button").GetAttribute("aria-expanded"));
            Assert.Empty(layout.FindAll(".menu-backdrop"));
        }
    }

    [Fact]
    public async Task Failing_page_says_so_and_can_be_tried_again()
    {
        var fails = true;
        var layout = Layout(builder =>
        {
            if (fails)
            {
                throw new InvalidOperationException("<script>boom</script>");
            }

            builder.AddContent(0, "page is fine");
        });
        Assert.Contains("<script>boom</script>", layout.Find("[data-testid=error-state] pre").TextContent, StringComparison.Ordinal);

        fails = false;
        await layout.InvokeAsync(() => layout.Find("[data-testid=error-state] button").ClickAsync());

        Assert.Contains("page is fine", layout.Find("main").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<MainLayout> Layout(RenderFragment body) => Render<MainLayout>(x => x.Add(c => c.Body, body));
}
