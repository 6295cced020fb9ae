using System.Text.Json;
using PenneoDashboard.Tests.Webhooks;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>Script and markup in everything Penneo sends, in a real browser: shown as text, and nothing for the policy to stop.</summary>
public sealed class ContentSecurityTests(BrowserFixture browsers)
{
    private const long Casefile = 7531;

    // Each of them would run, load something or change the page where it was taken for markup.
    private const string Attack = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1><svg onload=window.pwned=1><a href=\"javascript:window.pwned=1\">x</a>"
        + "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe><style>body{display:none}</style><base href=//evil.example>\"'><b data-attack>{{7*7}}";

    private const string Watch = "window.violations = []; document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));";

    private static readonly string Text = JsonSerializer.Serialize(Attack);

    [Fact]
    public async Task EveryField_IsShownAsText_OnEveryPage()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        var casefile = $$"""{"id":{{Casefile}},"status":1,"title":{{Text}},"name":{{Text}},{{Text}}:{{Text}} }""";
        await client.StoreAsync(
            door,
            Event("casefile", "activated", casefile),
            Event("signer", "signed", $$"""{"id":9,"name":{{Text}},"onBehalfOf":{{Text}},"caseFile":{{casefile}},"unknown":[{{Text}}] }"""),
            Event(Attack, Attack, $$"""{"id":1,"caseFile":{{casefile}} }"""),
            Attack);
        var signed = await SignedDelivery.DoorAsync(app, "the-secret");
        using (var refused = await client.PostAsync(signed, Event("casefile", "completed", casefile), ("x-event-signature", Attack), ("x-event-id", Attack)))
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);

        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/");
        await tab.Page.AddInitScriptAsync(Watch);
        string[] pages = ["/", "/timeline", "/casefiles", $"/casefiles/{Casefile}", "/history", "/events/1", "/events/2", "/events/3", "/events/4", "/rejected", "/subscriptions", "/settings", "/simulator", "/nothing-here"];
        foreach (var page in pages)
        {
            if (page == "/nothing-here")
                await tab.Page.GotoAsync(page);
            else
                await tab.GoToAsync(page);
            if (page is "/timeline")
                await Expect(tab.ById("event-item").First).ToBeVisibleAsync();
            if (page is "/rejected")
            {
                await tab.ById("what-came").First.ClickAsync();
                await Expect(tab.ById("rejected-body")).ToBeVisibleAsync();
            }

            if (page is "/timeline" or "/casefiles" or "/history" or "/events/2" or "/rejected" || page.EndsWith(Casefile.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))
                await Expect(tab.Page.GetByText("onerror=window.pwned").First).ToBeAttachedAsync();
            await AssertHarmlessAsync(tab, page);
        }
    }

    [Fact]
    public async Task Policy_StopsAScriptThatGotIn()
    {
        await using var app = new TestApp();
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/timeline");
        await tab.Page.EvaluateAsync(Watch);

        await tab.Page.EvaluateAsync("""
            const script = document.createElement('script'); script.textContent = 'window.pwned = 1'; document.body.append(script);
            const image = document.createElement('div'); image.innerHTML = '<img src=x onerror="window.pwned = 1">'; document.body.append(image);
            """);

        await tab.UntilAsync("window.violations.length >= 2");
        Assert.False(await tab.Page.EvaluateAsync<bool>("'pwned' in window"));
    }

    private static async Task AssertHarmlessAsync(Tab tab, string page)
    {
        Assert.True(await tab.Page.EvaluateAsync<bool>("!('pwned' in window)"), page + " ran a script");
        Assert.True(await tab.Page.Locator("[data-attack], iframe, base[href*=evil], a[href^='javascript:'], [onerror], [onload]").CountAsync() == 0, page + " has markup of a message");
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>("window.violations"));

        // The browser itself says that the page, which is none, was answered 404.
        Assert.Empty(tab.Errors.Where(x => !x.Contains("status of 404", StringComparison.Ordinal)).Select(x => $"{page}: {x}"));
    }

    private static string Event(string topic, string type, string payload) =>
        $$"""{"topic":{{JsonSerializer.Serialize(topic)}},"eventType":{{JsonSerializer.Serialize(type)}},"eventTime":{{Messages.Time("2026-01-02 10:00:00.000000")}},"payload":{{payload}} }""";
}
