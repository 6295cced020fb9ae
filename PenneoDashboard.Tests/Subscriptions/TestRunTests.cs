using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class TestRunTests
{
    private static readonly DateTimeOffset T = new(2026, 11, 24, 13, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 0, TestOutcome.Waiting)]
    [InlineData(null, 29.999, TestOutcome.Waiting)]
    [InlineData(null, 30, TestOutcome.Missing)]
    [InlineData(-1, 5, TestOutcome.Waiting)]
    [InlineData(0, 0, TestOutcome.Arrived)]
    [InlineData(45, 50, TestOutcome.Arrived)]
    public void Outcome_IsReadOffWhatCameSince(int? arrivedAfter, double now, TestOutcome outcome)
    {
        var run = new TestRun(T, [3]);
        var row = Current() with { LastTestAt = arrivedAfter is { } seconds ? T.AddSeconds(seconds) : null };

        Assert.Equal(outcome, run.OutcomeOf(row, T.AddSeconds(now)));
        Assert.Equal(TestOutcome.Deleted, run.OutcomeOf(null, T.AddSeconds(now)));
    }

    [Fact]
    public void Audience_IsEveryActiveOneThatListsTheType()
    {
        SubscriptionView[] rows =
        [
            Current(), Current() with { Id = 4, ReceiveUrl = null, Endpoint = "https://other.example.com/a" }, Current() with { Id = 5, State = SubscriptionState.Paused },
            Current() with { Id = 6, EventTypes = ["sign.signer.signed"] }, Current() with { Id = 7, Generation = Generation.Legacy },
        ];
        SubscriptionElsewhere[] elsewhere =
        [
            Elsewhere("https://other.example.com/b"), Elsewhere("https://other.example.com/c") with { IsPaused = true }, Elsewhere("https://other.example.com/d") with { EventTypes = [] },
            Elsewhere("https://other.example.com/e") with { Generation = Generation.Legacy },
        ];

        var audience = TestAudience.Of(rows, elsewhere);

        Assert.Equal([3], audience.Ours.Select(x => x.Id));
        Assert.Equal(["https://other.example.com/a", "https://other.example.com/b"], audience.Others);
        Assert.False(audience.IsOnly(3));
        Assert.True(TestAudience.Of(rows[..1], []).IsOnly(3));
        Assert.False(TestAudience.Of(rows[..1], []).IsOnly(4));
    }

    [Theory]
    [InlineData("", "No events", "No test events.")]
    [InlineData("sign.signer.signed", "Signer: Signed", "Signer: Signed. No test events.")]
    [InlineData("sign.casefile.completed webhook.subscription.test", "Completion only", "Casefile: Completed. Test events.")]
    [InlineData("sign.signer.signed sign.signer.rejected", "2 event types", "Signer: Rejected, Signed. No test events.")]
    [InlineData("sign.signer.<b> webhook.subscription.test", "sign.signer.<b>", "sign.signer.<b>. Test events.")]
    public void EventTypes_AreWrittenInWords(string eventTypes, string title, string summary)
    {
        var names = eventTypes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal((title, summary), (EventTypeNames.Title(names), EventTypeNames.Summary(names)));
    }

    [Fact]
    public void Presets_AreToldApart_AndIncludeTheTest()
    {
        Assert.All(EventTypePresets.All, x => Assert.Contains(PenneoVocabulary.TestEventType, x.EventTypes));
        Assert.All(EventTypePresets.All, x => Assert.Null(NewSubscription.EventTypesProblem(x.EventTypes)));
        Assert.All(EventTypePresets.All, x => Assert.Equal([x], EventTypePresets.All.Where(y => y.Is(x.EventTypes))));
        Assert.Equal("Casefile: all 4. Signer: all 12. Test events.", EventTypeNames.Summary(EventTypePresets.Everything.EventTypes));
    }

    internal static SubscriptionView Current() => GuideTests.View(SubscriptionState.Active) with
    {
        Generation = Generation.Current,
        Topic = null,
        EventTypes = ["sign.signer.signed", PenneoVocabulary.TestEventType],
        PenneoId = "a-uuid",
        HasSecret = true,
    };

    private static SubscriptionElsewhere Elsewhere(string endpoint) => new("x", null, endpoint, true, false)
    {
        Generation = Generation.Current,
        EventTypes = [PenneoVocabulary.TestEventType],
    };
}
