using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PenneoDashboard.Language;
using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Settings;
using PenneoDashboard.Settings;
using PenneoDashboard.Tests.Shared;
using Xunit;
using TestContext = Xunit.TestContext;

namespace PenneoDashboard.Tests.Settings;

/// <summary>The page in front of the whole app.</summary>
public sealed class SettingsPageTests : ComponentTest, IAsyncLifetime
{
    private const string Secret = "a-very-secret-api-secret-1234";
    private TestApp _app = null!;
    private IRenderedComponent<SettingsPage> _page = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    [Fact]
    public void FirstRun_IsTheSimulatorAndWorks()
    {
        Open();

        Assert.True(One("choose-Simulator").HasAttribute("checked"));
        Assert.Contains("keys of its own", One("simulator-note").TextContent, StringComparison.Ordinal);
        Assert.True(One("save").HasAttribute("disabled"));
        One("test").Click();
        Assert.Equal("ok", Eventual("test-result").GetAttribute("data-outcome"));
    }

    [Fact]
    public async Task Entered_IsSavedInForceAndNeverShownAgain()
    {
        Open();
        One("choose-Sandbox").Change("on");
        One("choose-Wsse").Change("on");
        Assert.Contains("belong to Simulator", One("choice-note").TextContent, StringComparison.Ordinal);
        await Field("apiKey").InputAsync("the-key");
        await Field("apiSecret").InputAsync(Secret);

        One("save").Click();

        _page.WaitForAssertion(() => Assert.Equal("Saved, and in use from now on.", One("status").TextContent), TimeSpan.FromSeconds(30));
        var options = _app.Services.GetRequiredService<IOptions<PenneoOptions>>().Value;
        Assert.Equal((PenneoEnvironment.Sandbox, AuthenticationMethod.Wsse, Secret), (options.Environment, options.Authentication.Method, options.Authentication.ApiSecret));
        Assert.DoesNotContain(Secret, _page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("the-key", _page.Markup, StringComparison.Ordinal);
        Assert.Contains("ends in 1234. Leave it empty to keep it.", Setting("apiSecret").TextContent, StringComparison.Ordinal);
        Assert.Matches(@"Set on \d+ \w+ \d{4}\. Leave it empty", Setting("apiKey").TextContent);
        Assert.Equal("", Field("apiSecret").GetAttribute("value") ?? "");
        Assert.Contains("••••1234", InForce("apiSecret"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_CanBeRemoved_AndKeptAfterAll()
    {
        Open();
        await SaveAsync(new PenneoSettingsInput(Token: Secret));
        _page = Render<SettingsPage>();

        One("remove-token").Click();
        Assert.Contains("Removed when you save.", Setting("token").TextContent, StringComparison.Ordinal);
        One("remove-token").Click();
        Assert.True(One("save").HasAttribute("disabled"));
        One("remove-token").Click();
        One("save").Click();

        _page.WaitForAssertion(() => Assert.Equal("none", Setting("token").GetAttribute("data-origin")), TimeSpan.FromSeconds(30));
        Assert.Equal("", _app.Services.GetRequiredService<IOptions<PenneoOptions>>().Value.Authentication.Token);
    }

    [Fact]
    public async Task KeysOfAnotherMethod_AreShownAndCanBeRemoved()
    {
        Open();
        await SaveAsync(new PenneoSettingsInput(ApiKey: "k", ApiSecret: "s"));
        _page = Render<SettingsPage>();
        Assert.Contains("API secret", One("spare").TextContent, StringComparison.Ordinal);

        One("remove-apiSecret").Click();
        One("save").Click();

        _page.WaitForAssertion(() => Assert.DoesNotContain("API secret", One("spare").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Configured_IsShownWithItsPlaceAndCantBeChanged()
    {
        Open(new() { ["Penneo:Authentication:Method"] = "ApiKeys", ["Penneo:Authentication:ClientId"] = "the-client", ["Penneo:Authentication:ApiSecret"] = Secret });

        Assert.True(One("choose-Token").HasAttribute("disabled"));
        Assert.False(One("choose-Sandbox").HasAttribute("disabled"));
        Assert.Contains("Set by the command line, ends in 1234. It wins: change it there.", Setting("apiSecret").TextContent, StringComparison.Ordinal);
        Assert.True(Setting("clientId").QuerySelector("input")!.HasAttribute("disabled"));
        Assert.Equal("the-client", Setting("clientId").QuerySelector("input")!.GetAttribute("value"));
        Assert.DoesNotContain(Secret, _page.Markup, StringComparison.Ordinal);
        Assert.Contains("from the command line", InForce("clientId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistake_IsMarkedAtItsField_AndNothingIsSaved()
    {
        Open();
        One("choose-Custom").Change("on");
        await Field("apiBaseUrl").InputAsync("gateway");
        await Field("token").InputAsync("two words");

        One("save").Click();

        _page.WaitForAssertion(() => Assert.Contains("Nothing was saved", One("status").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Contains("must be an absolute http or https URL", Setting("apiBaseUrl").TextContent, StringComparison.Ordinal);
        Assert.Contains("has a space", Setting("token").TextContent, StringComparison.Ordinal);
        One("discard").Click();
        Assert.True(One("choose-Simulator").HasAttribute("checked"));
        Assert.Empty(_page.FindAll("[data-setting=apiBaseUrl]"));
    }

    [Fact]
    public async Task FailedTest_SaysWhatIsWrong_UntilSomethingIsChanged()
    {
        Open();
        One("choose-Custom").Change("on");
        await Field("apiBaseUrl").InputAsync("http://127.0.0.1:1");
        await Field("token").InputAsync("t");

        One("test").Click();

        var result = Eventual("test-result");
        Assert.Equal("unreachable", result.GetAttribute("data-outcome"));
        Assert.Contains("Penneo can't be reached", result.TextContent, StringComparison.Ordinal);
        await Field("token").InputAsync("u");
        _page.WaitForAssertion(() => Assert.Empty(_page.FindAll("[data-testid=test-result]")), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task InDanish_ChoicesLabelsAndPlacesAreSaidInIt()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Words.Danish, Words.Danish);
        Open(new() { ["Penneo:Authentication:Method"] = "ApiKeys", ["Penneo:Authentication:ApiSecret"] = Secret });
        Assert.Contains("API-hemmelighed", Setting("apiSecret").TextContent, StringComparison.Ordinal);
        Assert.Contains("Sat af kommandolinjen, ender på 1234.", Setting("apiSecret").TextContent, StringComparison.Ordinal);
        Assert.Contains("Penneos testmiljø", _page.Markup, StringComparison.Ordinal);

        One("choose-Sandbox").Change("on");
        await Field("clientId").InputAsync("two words");
        One("save").Click();

        _page.WaitForAssertion(() => Assert.StartsWith("Intet blev gemt", One("status").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    private void Open(Dictionary<string, string?>? settings = null)
    {
        _app = new TestApp(settings);
        _ = _app.BaseUrl;
        Services.AddSingleton(_ => _app.Services.GetRequiredService<SettingsEditor>());
        _page = Render<SettingsPage>();
    }

    private async Task SaveAsync(PenneoSettingsInput input) => Assert.Empty(await _app.Services.GetRequiredService<SettingsEditor>().SaveAsync(input, TestContext.Current.CancellationToken));

    private IElement One(string testId) => _page.Find($"[data-testid={testId}]");

    private IElement Eventual(string testId) => _page.WaitForElement($"[data-testid={testId}]", TimeSpan.FromSeconds(30));

    private IElement Setting(string name) => _page.Find($"[data-testid=setting][data-setting={name}]");

    private IElement Field(string name) => Setting(name).QuerySelector("input")!;

    private string InForce(string name) => _page.Find($"[data-testid=in-force-setting][data-setting={name}]").TextContent;
}
