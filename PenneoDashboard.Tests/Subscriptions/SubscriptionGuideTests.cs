using Bunit;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class SubscriptionGuideTests : ComponentTest
{
    private static readonly SubscriptionView Created = GuideTests.View(SubscriptionState.PendingConfirmation) with { PenneoId = "712", CreatedAt = Now };

    [Fact]
    public void Message_NotThereAfterFifteenSeconds_HelpShowsByItself()
    {
        var guide = Guide(Created, warnings: ["The address is not https."]);
        Assert.Equal("step", Step(guide, "message").GetAttribute("aria-current"));
        Clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Empty(guide.FindAll("[data-testid=guide-help]"));

        Clock.Advance(TimeSpan.FromSeconds(0.1));

        guide.WaitForAssertion(() => Assert.Equal("true", Step(guide, "message").GetAttribute("data-late")));
        var help = guide.Find("[data-testid=guide-help]").TextContent;
        Assert.Contains("The address is not https.", help, StringComparison.Ordinal);
        Assert.Contains("not reachable from the internet", help, StringComparison.Ordinal);
        Assert.Contains("text/plain", help, StringComparison.Ordinal);
        Assert.Contains("create it again for a new one", help, StringComparison.Ordinal);
        Assert.DoesNotContain("simulator", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_Arrives_HelpGoesAway()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));
        var guide = Guide(Created);
        Assert.Single(guide.FindAll("[data-testid=guide-help]"));

        guide.Render(x => x.Add(g => g.Subscription, Created with { ConfirmationReceivedAt = Clock.GetUtcNow() }));

        Assert.Empty(guide.FindAll("[data-testid=guide-help]"));
        Assert.Equal("true", Step(guide, "message").GetAttribute("data-done"));
    }

    [Fact]
    public void SomethingCameThatIsNoConfirmation_LeadsToIt()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));

        var guide = Guide(Created with { Deliveries = 1 });

        Assert.Equal("/history?subscriptionId=3", guide.Find("[data-testid=guide-help] a").GetAttribute("href"));
    }

    [Fact]
    public void Simulator_LeadsToItsOwnList()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));

        var guide = Guide(Created, isSimulator: true);

        Assert.Equal("/simulator", guide.Find("[data-testid=guide-help] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Automatic_HasAButtonOnceItIsLate()
    {
        var confirms = 0;
        var guide = Guide(Created with { ConfirmationReceivedAt = Now, ConfirmationToken = "<i>tok</i>\u202e" }, onConfirm: () => confirms++);
        Assert.Empty(guide.FindAll("button"));

        Clock.Advance(TimeSpan.FromSeconds(15));

        guide.WaitForAssertion(() => Assert.Equal("<i>tok</i>‹U+202E›", guide.Find("[data-testid=token]").TextContent));
        Assert.Contains("Penneo has not taken the token yet", guide.Find("[data-testid=guide-help]").TextContent, StringComparison.Ordinal);
        await guide.InvokeAsync(() => guide.Find("[data-testid=confirm-subscription]").ClickAsync());
        Assert.Equal(1, confirms);
    }

    [Fact]
    public void Manual_NeverTurnsLate()
    {
        var guide = Guide(Created with { ConfirmationReceivedAt = Now, ConfirmationToken = "tok", AutoConfirm = false });

        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Single(guide.FindAll("[data-testid=confirm-subscription]"));
        Assert.Empty(guide.FindAll("[data-testid=guide-help]"));
    }

    [Fact]
    public void Test_ThatDoesNotArrive_TellsOfPenneosRetries()
    {
        var guide = Guide(Created with { State = SubscriptionState.Active, TestedAt = Now });
        Assert.Equal("Test again", guide.Find("[data-testid=test-subscription]").TextContent.Trim());

        Clock.Advance(TimeSpan.FromSeconds(15));

        guide.WaitForAssertion(() => Assert.Contains("up to 3 times, 20 seconds apart", guide.Find("[data-testid=guide-help]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Buttons_AskTheirOwner()
    {
        var asked = "";
        var active = Created with { State = SubscriptionState.Active };
        var guide = Guide(active, onTest: () => asked += "test ", onClose: () => asked += "close");
        await guide.InvokeAsync(() => guide.Find("[data-testid=test-subscription]").ClickAsync());

        guide.Render(x => x.Add(g => g.Subscription, active with { TestedAt = Now, FirstEventAt = Now }));
        await guide.InvokeAsync(() => guide.Find("[data-testid=close-guide]").ClickAsync());

        Assert.Equal("test close", asked);
    }

    [Fact]
    public async Task Leaving_StopsTheTimer()
    {
        var guide = Guide(Created);

        await DisposeComponentsAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(guide.IsDisposed);
    }

    private static AngleSharp.Dom.IElement Step(IRenderedComponent<SubscriptionGuide> guide, string name) => guide.Find($"[data-testid=guide-step][data-step={name}]");

    private IRenderedComponent<SubscriptionGuide> Guide(
        SubscriptionView subscription, IReadOnlyList<string>? warnings = null, bool isSimulator = false, Action? onConfirm = null, Action? onTest = null, Action? onClose = null) =>
        Render<SubscriptionGuide>(x => x
            .Add(g => g.Subscription, subscription)
            .Add(g => g.Warnings, warnings ?? [])
            .Add(g => g.IsSimulator, isSimulator)
            .Add(g => g.OnConfirm, onConfirm ?? (() => { }))
            .Add(g => g.OnTest, onTest ?? (() => { }))
            .Add(g => g.OnClose, onClose ?? (() => { })));
}
