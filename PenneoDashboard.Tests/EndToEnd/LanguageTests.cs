using System.Net;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

public sealed class LanguageTests(BrowserFixture browsers, AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Chosen_TurnsEveryPageDanishAndStays()
    {
        await using var tab = await browsers.OpenAsync(fixture.App.BaseUrl, "/timeline?casefileId=4");
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Timeline");
        await tab.Page.Locator("[data-language=da]").ClickAsync();
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Tidslinje");
        Assert.EndsWith("/timeline?casefileId=4", tab.Page.Url, StringComparison.Ordinal);
        Assert.Equal("da", await tab.Page.Locator("html").GetAttributeAsync("lang"));
        await tab.AssertSoundAsync("/timeline in Danish");
        await tab.GoToAsync("/timeline");
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Tidslinje");
        await tab.Page.Locator("[data-language=en]").ClickAsync();
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Timeline");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Switch_NeverLeadsToAnotherSite(string back)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri($"{fixture.App.BaseUrl}/language?to=da&back={Uri.EscapeDataString(back)}"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Programs_AreAnsweredInEnglish()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("da");
        using var answer = await http.GetAsync(new Uri($"{fixture.App.BaseUrl}/api/v1/events?limit=0"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("ø", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
