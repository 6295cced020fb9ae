using PenneoDashboard.Events;
using PenneoDashboard.Overview;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;
using PenneoDashboard.Subscriptions.Health;
using Xunit;

namespace PenneoDashboard.Tests.Overview;

public sealed class AttentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 3, 22, TimeSpan.Zero);

    private static readonly EventsPart Quiet = new()
    {
        Today = new DateOnly(2026, 11, 24),
        Days = 14,
        Rate = [],
        Funnel = [],
        States = [],
        Counts = [],
        Statuses = [],
        ShownStatus = new StatusKey(1),
        Casefiles = [],
        Troubled = [],
        Undeliverable = [],
        Newest = [new EventItem { Sequence = 1, Recognized = true, ReceivedAt = Now, SubscriptionId = 1, DeliveryCount = 1, Verification = Verification.Unsigned }],
    };

    private static readonly SubscriptionView Healthy = new()
    {
        Id = 1,
        Generation = Generation.Legacy,
        Topic = "signer",
        Endpoint = "https://hooks.example.com/webhooks/penneo/k",
        ReceiveUrl = "https://hooks.example.com/webhooks/penneo/k",
        State = SubscriptionState.Active,
        AutoConfirm = true,
        CreatedAt = Now.AddDays(-100),
        ConfirmedAt = Now.AddDays(-100),
        LastEventAt = Now.AddDays(-3),
    };

    [Fact]
    public void Healthy_NothingNeedsAttention() => Assert.Empty(Of(Quiet, Healthy));

    [Theory]
    [InlineData(SubscriptionState.Failed, 0, null, "has failed")]
    [InlineData(SubscriptionState.PendingConfirmation, 0.5, null, null)]
    [InlineData(SubscriptionState.PendingConfirmation, 2, null, "is not confirmed")]
    [InlineData(SubscriptionState.Paused, 60 * 24 * 30, null, null)]
    [InlineData(SubscriptionState.Active, 60 * 23, null, null)]
    [InlineData(SubscriptionState.Active, 60 * 25, null, "has brought nothing yet")]
    [InlineData(SubscriptionState.Active, 60 * 24 * 30, 6.9, null)]
    [InlineData(SubscriptionState.Active, 60 * 24 * 30, 9.5, "has been silent for 9 days")]
    public void Subscription_ThatBringsNothing_IsNamed(SubscriptionState state, double minutesOld, double? quietDays, string? expected)
    {
        var created = Now.AddMinutes(-minutesOld);
        var items = Of(Quiet, Healthy with
        {
            State = state,
            CreatedAt = created,
            ConfirmedAt = null,
            LastEventAt = quietDays is { } days ? Now.AddDays(-days) : null,
        });

        Assert.Equal(expected is null ? [] : [$"Subscription 1 (signer) {expected}"], items.Select(x => x.Title));
        Assert.All(items, x => Assert.Equal("/subscriptions", x.Href));
    }

    [Fact]
    public void Subscription_Problem_IsInPenneosWords()
    {
        var problem = new SubscriptionProblem("Creating failed. Penneo refused (400).", 400, "r", "t");
        Assert.Equal(problem.Message, Assert.Single(Of(Quiet, Healthy with { Problem = problem, State = SubscriptionState.Failed })).Text);
        Assert.Equal(problem.Message, Assert.Single(Of(Quiet, Healthy with { Problem = problem, State = SubscriptionState.PendingConfirmation })).Text);
    }

    [Fact]
    public void Subscription_OfAnotherSystem_MayBeSilentHere() =>
        Assert.Empty(Of(Quiet, Healthy with { ReceiveUrl = null, LastEventAt = null }));

    [Fact]
    public void NoSubscription_AfterEventsCame_IsNamed() => Assert.Equal("No subscription is left", Assert.Single(Of(Quiet)).Title);

    [Fact]
    public void Unrecognized_AreCountedAndLinked()
    {
        var events = Quiet with
        {
            Counts =
            [
                new DayCount(new DateOnly(2026, 11, 20), "", "", false, 1200),
                new DayCount(new DateOnly(2026, 11, 24), "", "", false, 1),
                new DayCount(new DateOnly(2026, 11, 24), "signer", "signed", true, 7),

                // A clock far ahead of ours must not be counted for ever.
                new DayCount(new DateOnly(9999, 1, 1), "", "", false, 5),
            ],
        };
        var filter = EventFilter.All;

        var item = Assert.Single(Attention.Of(events, new SubscriptionsPart([Judged(Healthy)], [], Now), x => { filter = x; return "/there"; }));

        Assert.Equal(("1,201 messages were not recognized", "/there"), (item.Title, item.Href));
        Assert.Equal(new EventFilter { Recognized = false, From = new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero) }, filter);
    }

    [Fact]
    public void Order_FirstWhatStopsEverything_ThenCasefilesNewestFirst()
    {
        var events = Quiet with
        {
            Troubled = [new TroubledCasefile(5, 6, "Example lease", Now.AddHours(-1)), new TroubledCasefile(6, 2, null, Now.AddHours(-3))],
            Undeliverable = [new UndeliverableSigner(7, null, 70, "Alma Example", Now.AddHours(-2)), new UndeliverableSigner(8, null, 80, null, Now.AddHours(-4))],
        };

        var items = Attention.Of(events, new SubscriptionsPart([Judged(Healthy with { State = SubscriptionState.Failed })], [Stops, Stops with { StopsEvents = false }], Now), _ => "");

        Assert.Equal(["/subscriptions", "/subscriptions", "/casefiles/5", "/casefiles/7", "/casefiles/6", "/casefiles/8"], items.Select(x => x.Href));
        Assert.Equal((Stops.Title, Stops.Text, EventTone.Danger), (items[0].Title, items[0].Text, items[0].Tone));
        Assert.Equal(["Example lease", "Casefile 7", "Casefile 6", "Casefile 8"], items.Skip(2).Select(x => x.Title));
        Assert.Contains("Alma Example", items[3].Text, StringComparison.Ordinal);
        Assert.Contains("signer 80", items[5].Text, StringComparison.Ordinal);
        Assert.All(items.Skip(2), x => Assert.Equal(EventTone.Danger, x.Tone));
    }

    private static IReadOnlyList<AttentionItem> Of(EventsPart events, params SubscriptionView[] subscriptions) =>
        Attention.Of(events, new SubscriptionsPart([.. subscriptions.Select(Judged)], [], Now), _ => "/history");

    private static Finding Stops => new(FindingKind.ClockOff, FindingSeverity.Danger, "The clock is off", "Set it right.", [], StopsEvents: true);

    private static SubscriptionView Judged(SubscriptionView x) => x with { Health = HealthRules.Of(x, HealthFacts.None, Now) };
}
