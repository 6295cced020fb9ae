using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Health;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Health;

public sealed class HealthRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 3, 22, TimeSpan.Zero);

    private static readonly SubscriptionView Active = new()
    {
        Id = 3,
        Generation = Generation.Current,
        Endpoint = "https://hooks.example.com/webhooks/penneo/KEY",
        ReceiveUrl = "https://hooks.example.com/webhooks/penneo/KEY",
        State = SubscriptionState.Active,
        AutoConfirm = true,
        CreatedAt = Now.AddDays(-90),
        LastEventAt = Now.AddMinutes(-10),
    };

    [Theory]
    [InlineData(SubscriptionState.Active, 90, HealthState.Healthy)]
    [InlineData(SubscriptionState.Paused, 90, HealthState.Paused)]
    [InlineData(SubscriptionState.Failed, 90, HealthState.Failed)]
    [InlineData(SubscriptionState.PendingConfirmation, 0, HealthState.NoData)]
    [InlineData(SubscriptionState.PendingConfirmation, 90, HealthState.Unconfirmed)]
    public void State_DecidesFirst(SubscriptionState state, int daysOld, HealthState expected)
    {
        var health = Of(Active with { State = state, CreatedAt = Now.AddDays(-daysOld) });

        Assert.Equal(expected, health.State);
        Assert.Equal(expected is HealthState.Failed or HealthState.Unconfirmed, health.NeedsAttention);
        Assert.NotEmpty(health.Reason);
    }

    [Fact]
    public void AnotherSystems_IsNotJudged() =>
        Assert.Equal((HealthState.Elsewhere, false), Judged(Of(Active with { ReceiveUrl = null, LastEventAt = null })));

    [Fact]
    public void Failed_IsInPenneosWords()
    {
        var problem = new SubscriptionProblem("Creating failed. Penneo refused (400).", 400, "r", "t");
        Assert.Equal(problem.Message, Of(Active with { State = SubscriptionState.Failed, Problem = problem }).Reason);
        Assert.Equal(problem.Message, Of(Active with { State = SubscriptionState.PendingConfirmation, Problem = problem }).Reason);
    }

    [Theory]
    [InlineData(0, 10, false)]
    [InlineData(1, 100, false)]
    [InlineData(1, 5, true)]
    [InlineData(3, 100, true)]
    [InlineData(4, 4, true)]
    public void Repeats_OfSomeSize_AreRetries(int repeats, int of, bool retried)
    {
        var samples = Enumerable.Range(0, of).Select(i => Sample(i - of, attempt: i >= of - repeats ? 2 : 1)).ToList();
        var health = Of(Active, samples: samples);

        Assert.Equal(retried ? HealthState.Retried : HealthState.Healthy, health.State);
        if (retried)
        {
            Assert.Contains($"{repeats} of the last {of}", health.Reason, StringComparison.Ordinal);
            Assert.Equal(samples[of - repeats].ReceivedAt, health.Since);
        }
    }

    [Fact]
    public void Repeats_AreOver_AfterTwentyGoodOnes_OrADay()
    {
        List<DeliverySample> repeated = [.. Enumerable.Range(0, 5).Select(i => Sample(i - 100, attempt: 2))];
        Assert.Equal(HealthState.Retried, Of(Active, samples: [.. repeated, .. Enumerable.Range(0, 19).Select(i => Sample(i - 50))]).State);
        Assert.Equal(HealthState.Healthy, Of(Active, samples: [.. repeated, .. Enumerable.Range(0, 20).Select(i => Sample(i - 50))]).State);
        Assert.Equal(HealthState.Healthy, Of(Active, samples: [.. repeated.Select(x => x with { ReceivedAt = x.ReceivedAt.AddDays(-1) })]).State);
    }

    [Fact]
    public void ThirdAttempt_OfALegacyOne_IsWarnedOf()
    {
        List<DeliverySample> samples = [Sample(-3), Sample(-2, attempt: 2), Sample(-1, attempt: 3)];
        Assert.Contains("sends nothing more", Of(Active with { Generation = Generation.Legacy }, samples: samples).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("sends nothing more", Of(Active, samples: samples).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(0, 25, null)]
    [InlineData(0, 90, "90 s later")]
    [InlineData(-7200, 90, "90 s later")]
    [InlineData(86400, 90, "90 s later")]
    public void Delay_ThatGrows_IsSlow_WhateverTheClocks(int clocksApart, int growth, string? expected)
    {
        List<DeliverySample> samples = [.. Delays(200, clocksApart), .. Delays(20, clocksApart + growth, last: -1)];
        var health = Of(Active, samples: samples);

        Assert.Equal(expected is null ? HealthState.Healthy : HealthState.Slow, health.State);
        Assert.Contains(expected ?? "", health.Reason, StringComparison.Ordinal);
        if (expected is not null)
            Assert.Equal(samples[200].ReceivedAt, health.Since);
    }

    [Fact]
    public void Delay_OfFew_OrThatScattersAnyway_SaysNothing()
    {
        Assert.Equal(HealthState.Healthy, Of(Active, samples: [.. Delays(20, 1), .. Delays(19, 500, last: -1)]).State);
        var scattered = Enumerable.Range(0, 200).Select(i => Sample(i - 300, delay: TimeSpan.FromSeconds(i % 10 * 60)));
        Assert.Equal(HealthState.Healthy, Of(Active, samples: [.. scattered, .. Delays(20, 400, last: -1)]).State);
    }

    [Fact]
    public void OneSlowSpell_AmongTheNewest_IsNotEnough() =>
        Assert.Equal(HealthState.Healthy, Of(Active, samples: [.. Delays(200, 1), .. Delays(8, 900, last: -20), .. Delays(12, 1, last: -1)]).State);

    [Fact]
    public void OurOwnFailedAnswers_AreRetries_ForAnHour()
    {
        NotableAnswer[] answers = [new(Now.AddMinutes(-59), 503, TimeSpan.FromSeconds(10)), new(Now.AddMinutes(-58), 503, TimeSpan.Zero)];
        var health = Of(Active, answers: answers);

        Assert.Equal((HealthState.Retried, Now.AddMinutes(-59)), (health.State, health.Since));
        Assert.Contains("503 to 2 deliveries", health.Reason, StringComparison.Ordinal);
        Assert.Equal(HealthState.Healthy, Of(Active, answers: [.. answers.Select(x => x with { At = x.At.AddMinutes(-2) })]).State);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void SendersWhoHungUp_AreRetries(int times, bool retried) =>
        Assert.Equal(retried ? HealthState.Retried : HealthState.Healthy, Of(Active, answers: [.. Enumerable.Range(0, times).Select(i => new NotableAnswer(Now.AddMinutes(-i), 0, TimeSpan.Zero))]).State);

    [Theory]
    [InlineData(2, 1.5, false)]
    [InlineData(3, 1.5, true)]
    [InlineData(1, 15, true)]
    public void SlowAnswers_AreSlow(int count, double seconds, bool slow)
    {
        var health = Of(Active, answers: [.. Enumerable.Range(0, count).Select(i => new NotableAnswer(Now.AddMinutes(-i), 200, TimeSpan.FromSeconds(seconds)))]);

        Assert.Equal(slow ? HealthState.Slow : HealthState.Healthy, health.State);
        Assert.Contains(!slow ? "" : count == 1 ? "1 answer of the last hour took 15 s." : "the slowest 1.5 s", health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_CountsSinceTheLastGoodOne()
    {
        var refused = new RefusedSince(3, Now.AddMinutes(-9), Now.AddMinutes(-1));
        var health = Of(Active, refused: refused);

        Assert.Equal((HealthState.Refused, refused.First), (health.State, health.Since));
        Assert.Contains("3 deliveries were refused", health.Reason, StringComparison.Ordinal);
        Assert.Equal(HealthState.Healthy, Of(Active with { LastEventAt = Now }, refused: refused).State);
        Assert.Equal(HealthState.Refused, Of(Active with { LastEventAt = null }, refused: refused).State);
        Assert.Contains("too large", Of(Active, answers: [new(Now, 413, TimeSpan.Zero)]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Worst_ComesFirst_AndAllAreTold()
    {
        var health = Of(
            Active with { LastEventAt = Now.AddDays(-8) },
            answers: [new(Now.AddMinutes(-5), 503, TimeSpan.FromSeconds(20))],
            refused: new RefusedSince(1, Now.AddDays(-2), Now.AddDays(-1)));

        Assert.Equal([HealthState.Refused, HealthState.Silent, HealthState.Retried, HealthState.Slow], health.Signs.Select(x => x.State));
        Assert.Equal((health.Signs[0].State, health.Signs[0].Reason, health.Signs[0].Since), (health.State, health.Reason, health.Since));
    }

    private static DeliverySample Sample(double minutes, TimeSpan? delay = null, int attempt = 1) => new(Now.AddMinutes(minutes), delay, attempt);

    // A second between two, and one second of scatter.
    private static IEnumerable<DeliverySample> Delays(int count, int seconds, int last = -60) =>
        Enumerable.Range(0, count).Select(i => Sample(last - ((count - i) / 60.0), TimeSpan.FromSeconds(seconds + (i % 2))));

    private static SubscriptionHealth Of(SubscriptionView x, IReadOnlyList<DeliverySample>? samples = null, IReadOnlyList<NotableAnswer>? answers = null, RefusedSince? refused = null) =>
        HealthRules.Of(x, HealthFacts.None with { Samples = samples ?? [], Answers = answers ?? [], Refused = refused }, Now);

    private static (HealthState, bool) Judged(SubscriptionHealth health) => (health.State, health.NeedsAttention);
}
