using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Moves;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

public sealed class MoveVerdictTests
{
    private static readonly Coverage Both = new(["casefile", "signer"], ["sign.casefile.completed"]);

    private static readonly MoveComparison Agreeing = new()
    {
        Since = DateTimeOffset.UnixEpoch,
        Both = 12,
        LegacyOnly = 0,
        CurrentOnly = 0,
        Waiting = 0,
        Late = 0,
        LeftOut = 0,
        TopicsNotSeen = [],
        IsBehind = false,
    };

    private static readonly SubscriptionView Active = new()
    {
        Id = 3,
        Generation = Generation.Current,
        Endpoint = "https://hooks.example.com",
        State = SubscriptionState.Active,
        AutoConfirm = true,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public static TheoryData<string, MoveComparison, bool, VerdictReason, string> Comparisons => new()
    {
        { "all agree", Agreeing, true, VerdictReason.Proven, "12 events so far." },
        { "some are on their way", Agreeing with { Waiting = 3 }, true, VerdictReason.Proven, "12 events so far. 3 more came a moment ago and are waited for." },
        { "the current one brought more", Agreeing with { CurrentOnly = 1 }, true, VerdictReason.Proven, "1 event came through the current one only" },
        { "some are missing", Agreeing with { LegacyOnly = 1_200 }, false, VerdictReason.Missing, "1,200 events came through legacy only" },
        { "one is missing", Agreeing with { LegacyOnly = 1, Late = 1 }, false, VerdictReason.Missing, "1 event came" },
        { "some are late", Agreeing with { Waiting = 3, Late = 2 }, false, VerdictReason.Late, "2 events came through legacy and should" },
        { "nothing came", Agreeing with { Both = 0, TopicsNotSeen = ["casefile", "signer"] }, false, VerdictReason.NoEvent, "No event has come" },
        { "one topic is quiet", Agreeing with { TopicsNotSeen = ["casefile"] }, false, VerdictReason.TopicNotSeen, "Nothing has come through both yet of: Casefile events" },
        { "there is more", Agreeing with { IsBehind = true }, false, VerdictReason.Comparing, "still being compared" },
    };

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Comparison_DecidesInWords(string name, MoveComparison comparison, bool safe, VerdictReason reason, string text)
    {
        _ = name;
        var verdict = MoveVerdict.Of(true, Active, Both, comparison);

        Assert.Equal((safe, reason), (verdict.IsSafe, verdict.Reason));
        Assert.Contains(text, verdict.Text, StringComparison.Ordinal);
        Assert.Equal(safe ? "Safe to switch off" : "Not yet", verdict.Title);
    }

    [Fact]
    public void SilentCurrent_IsNeverSafe()
    {
        Assert.Contains("paused", MoveVerdict.Of(true, Active with { State = SubscriptionState.Paused }, Both, Agreeing).Text, StringComparison.Ordinal);
        Assert.Equal(VerdictReason.CurrentIsOff, MoveVerdict.Of(true, Active with { State = SubscriptionState.Failed }, Both, Agreeing).Reason);
        Assert.Equal(VerdictReason.CurrentIsOff, MoveVerdict.Of(false, Active with { State = SubscriptionState.Paused }, Both, null).Reason);
    }

    [Fact]
    public void SilentLegacy_IsSafe() =>
        Assert.Equal((true, VerdictReason.LegacyIsSilent), MoveVerdict.Of(true, Active, Both with { Topics = [] }, Agreeing with { Both = 0 }) is var x ? (x.IsSafe, x.Reason) : default);

    [Fact]
    public void AfterTheShutdown_NothingIsWaitedFor_UnlessLegacyStillBringsSomething()
    {
        var quiet = Agreeing with { Both = 0, TopicsNotSeen = ["casefile", "signer"] };

        Assert.Equal((true, VerdictReason.LegacyIsSilent), MoveVerdict.Of(true, Active, Both, quiet, isOver: true) is var x ? (x.IsSafe, x.Reason) : default);
        Assert.Equal(VerdictReason.Missing, MoveVerdict.Of(true, Active, Both, quiet with { LegacyOnly = 1 }, isOver: true).Reason);
    }

    [Fact]
    public void AnotherSystem_IsLeftToThePerson() =>
        Assert.Equal((false, VerdictReason.Unseen), MoveVerdict.Of(false, Active, Both, null) is var x ? (x.IsSafe, x.Reason) : default);
}
