using Bunit;
using Microsoft.Extensions.Logging.Abstractions;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class SubscriptionRowTests : ComponentTest
{
    private static readonly SubscriptionView Active = GuideTests.View(SubscriptionState.Active) with { PenneoId = "712" };

    [Theory]
    [InlineData(SubscriptionState.PendingConfirmation, "pendingConfirmation", "Not confirmed")]
    [InlineData(SubscriptionState.Active, "active", "Active")]
    [InlineData(SubscriptionState.Paused, "paused", "Paused")]
    [InlineData(SubscriptionState.Failed, "failed", "Failed")]
    public void State_IsInTheContractAndInWords(SubscriptionState state, string name, string label)
    {
        var row = Row(Active with { State = state });

        var item = row.Find("[data-testid=subscription-row]");
        Assert.Equal(("3", name), (item.GetAttribute("data-subscription-id"), item.GetAttribute("data-state")));
        Assert.Contains(label, row.Find(".chip").TextContent, StringComparison.Ordinal);
        Assert.Contains("712 at Penneo", item.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_AreShownAndCopied()
    {
        var row = Row(Active with { Deliveries = 12345, LastEventAt = Now.AddMinutes(-3), FirstEventAt = Now, Endpoint = "https://tunnel.example.com/<b>" });

        Assert.Equal("12,345", row.Find("[data-testid=deliveries]").TextContent.Trim());
        Assert.Contains("3 min ago", row.Markup, StringComparison.Ordinal);
        Assert.Contains("https://tunnel.example.com/<b>", row.Find("dl").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Copy the endpoint", "Copy the receive URL"], row.FindAll(".copy-button button").Select(x => x.GetAttribute("aria-label")));
    }

    [Fact]
    public void AnotherSystemsEndpoint_TakesItsToken()
    {
        var row = Row(Active with { State = SubscriptionState.PendingConfirmation, ReceiveUrl = null });

        Assert.Contains("go to another system", row.Markup, StringComparison.Ordinal);
        Assert.Single(row.FindAll("[data-testid=token-form]"));
        Assert.Empty(row.FindAll("[data-testid=guide], [data-testid=auto-confirm], [data-testid=deliveries]"));
    }

    [Theory]
    [InlineData(null, "sent, nothing has come since")]
    [InlineData(-5, "sent, nothing has come since")]
    [InlineData(5, "arrived")]
    public void Test_SaysWhetherAnythingCameSince(int? lastEventSeconds, string line)
    {
        var row = Row(Active with { TestedAt = Now, FirstEventAt = Now.AddDays(-1), LastEventAt = lastEventSeconds is { } s ? Now.AddSeconds(s) : null });

        Assert.Equal(line, row.Find("[data-testid=test-line]").TextContent);
    }

    [Fact]
    public void LostAtPenneo_CanOnlyBeRemoved()
    {
        var row = Row(Active with { State = SubscriptionState.Failed, Problem = new SubscriptionProblem("Penneo no longer has this subscription.", null, null, null) });

        Assert.Contains("no longer has", row.Find("[data-testid=subscription-failure]").TextContent, StringComparison.Ordinal);
        Assert.Single(row.FindAll("[data-testid=forget-subscription]"));
        Assert.Empty(row.FindAll("[data-testid=try-again], [data-testid=test-subscription], [data-testid=guide]"));
    }

    [Fact]
    public void Health_IsABadge_WithEachReasonInWords()
    {
        Assert.Equal("noData", Row(Active).Find("[data-testid=health]").GetAttribute("data-health"));
        Assert.Empty(Row(Active).FindAll("[data-testid=health-signs]"));

        var health = SubscriptionHealth.Wrong(new HealthSign(HealthState.Slow, "We are <b>slow</b>.", Now.AddMinutes(-5)), new HealthSign(HealthState.Refused, "2 deliveries were refused.", null));
        var row = Row(Active with { Health = health });

        var chip = row.Find("[data-testid=health]");
        Assert.Equal(("refused", "Refused", "2 deliveries were refused."), (chip.GetAttribute("data-health"), chip.TextContent.Trim(), chip.GetAttribute("title")));
        var signs = row.FindAll("[data-testid=health-signs] li");
        Assert.Equal(["refused", "slow"], signs.Select(x => x.GetAttribute("data-health")));
        Assert.Equal("/rejected?subscriptionId=3", signs[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("We are <b>slow</b>. Since 13:58:22", string.Join(' ', signs[1].TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SubscriptionState.Paused, true)]
    [InlineData(SubscriptionState.Failed, true)]
    [InlineData(SubscriptionState.PendingConfirmation, true)]
    [InlineData(SubscriptionState.Active, false)]
    public void Health_IsNotSaidTwice(SubscriptionState state, bool here) =>
        Assert.Empty(Row(Active with { State = state, ReceiveUrl = here ? Active.ReceiveUrl : null }).FindAll("[data-testid=health]"));

    private IRenderedComponent<SubscriptionRow> Row(SubscriptionView subscription) => Render<SubscriptionRow>(x => x
        .Add(r => r.Subscription, subscription)
        .Add(r => r.Board, new SubscriptionsBoard(null!, null!, null!, null!, null!, Clock, NullLogger.Instance, () => { })));
}
