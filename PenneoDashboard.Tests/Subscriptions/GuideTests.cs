using PenneoDashboard.Subscriptions;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class GuideTests
{
    private static readonly DateTimeOffset T = new(2026, 11, 24, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_TickOneAfterTheOther()
    {
        var x = View(SubscriptionState.PendingConfirmation);
        AssertSteps(x, "", GuideStepName.Create, T);
        x = x with { PenneoId = "7" };
        AssertSteps(x, "Create", GuideStepName.Message, T);
        x = x with { ConfirmationReceivedAt = T.AddSeconds(1) };
        AssertSteps(x, "Create Message", GuideStepName.Confirm, T.AddSeconds(1));
        AssertSteps(x with { AutoConfirm = false }, "Create Message", GuideStepName.Confirm, null);
        x = x with { State = SubscriptionState.Active };
        AssertSteps(x, "Create Message Confirm", GuideStepName.Test, null);
        x = x with { TestedAt = T.AddSeconds(9) };
        AssertSteps(x, "Create Message Confirm Test", GuideStepName.Event, T.AddSeconds(9));
        Assert.False(Guide.IsFinished(x));
        x = x with { FirstEventAt = T.AddSeconds(10) };
        AssertSteps(x, "Create Message Confirm Test Event", null, null);
        Assert.True(Guide.IsFinished(x));
    }

    [Fact]
    public void MessageThatCameBeforePenneosAnswer_IsTickedAlready() =>
        AssertSteps(View(SubscriptionState.PendingConfirmation) with { ConfirmationReceivedAt = T }, "Message", GuideStepName.Create, T);

    [Fact]
    public void EventWithoutATest_MakesTheTestNeedless()
    {
        var x = View(SubscriptionState.Active) with { PenneoId = "7", FirstEventAt = T };

        AssertSteps(x, "Create Message Confirm Test Event", null, null);
    }

    [Fact]
    public void FailedCreation_WaitsForNobody() => AssertSteps(View(SubscriptionState.Failed), "", GuideStepName.Create, null);

    [Theory]
    [InlineData(SubscriptionState.PendingConfirmation, null, true)]
    [InlineData(SubscriptionState.Failed, null, true)]
    [InlineData(SubscriptionState.Active, "7", true)]
    [InlineData(SubscriptionState.Failed, "7", false)]
    public void Guide_IsForWhatCanStillWork(SubscriptionState state, string? penneoId, bool applies)
    {
        Assert.Equal(applies, Guide.Applies(View(state) with { PenneoId = penneoId }));
        Assert.False(Guide.Applies(View(state) with { PenneoId = penneoId, ReceiveUrl = null }));
    }

    [Fact]
    public void Late_IsFifteenSecondsAfterWaitingBegan()
    {
        var steps = Guide.Steps(View(SubscriptionState.PendingConfirmation) with { PenneoId = "7" });

        Assert.Equal([null, T.AddSeconds(15), null, null, null], steps.Select(x => x.LateAt));
    }

    internal static SubscriptionView View(SubscriptionState state) => new()
    {
        Id = 3,
        Generation = Generation.Legacy,
        Topic = "casefile",
        Endpoint = "https://hooks.example.com/webhooks/penneo/KEY",
        ReceiveUrl = "https://hooks.example.com/webhooks/penneo/KEY",
        State = state,
        AutoConfirm = true,
        CreatedAt = T,
    };

    private static void AssertSteps(SubscriptionView x, string done, GuideStepName? current, DateTimeOffset? waitingSince)
    {
        var steps = Guide.Steps(x);
        Assert.Equal(Enum.GetValues<GuideStepName>(), steps.Select(s => s.Name));
        Assert.Equal(done, string.Join(' ', steps.Where(s => s.Done).Select(s => s.Name)));
        Assert.Equal(current, steps.SingleOrDefault(s => s.IsCurrent)?.Name);
        Assert.Equal(waitingSince, steps.SingleOrDefault(s => s.IsCurrent)?.WaitingSince);
    }
}
