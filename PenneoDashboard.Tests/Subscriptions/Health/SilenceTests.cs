using CsCheck;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Health;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Health;

/// <summary>When nothing comes: a night is no silence, and a busy morning without anything is.</summary>
public sealed class SilenceTests
{
    // A Monday at midnight.
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Something every few minutes from 8 to 17 on working days, for some weeks before a Monday.</summary>
    private static IReadOnlyList<DateTimeOffset> Office(int weeks, int minutes = 5) =>
    [
        .. from day in Enumerable.Range(-7 * weeks, 7 * weeks)
           where Monday.AddDays(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
           from minute in Enumerable.Range(0, 9 * 60 / minutes)
           select Monday.AddDays(day).AddHours(8).AddMinutes(minute * minutes),
    ];

    [Theory]
    [InlineData(4, 8.8, HealthState.Healthy)] // Monday before nine, after a weekend
    [InlineData(4, 9.1, HealthState.Silent)] // it usually begins at eight
    [InlineData(3, 9.1, HealthState.Silent)]
    [InlineData(2, 9.1, HealthState.Healthy)] // this weekend and one before it are no rhythm
    [InlineData(1, 24 * 3.9, HealthState.Healthy)]
    [InlineData(1, 24 * 5, HealthState.Silent)] // then a week is too long
    public void OfficeHours_AreMissedWithinTheHour_ButNotTheWeekend(int weeks, double hoursAfterMonday, HealthState expected) =>
        Assert.Equal(expected, Of(Office(weeks), Monday.AddHours(hoursAfterMonday)));

    [Fact]
    public void OfficeHours_NeverCryWolf_WhileTheyGoOn()
    {
        var all = Office(4);
        for (var i = all.Count / 2; i < all.Count - 1; i++)
            Assert.Equal(HealthState.Healthy, Of([.. all.Take(i + 1)], all[i + 1]));
    }

    [Fact]
    public void AfterADowntimeOfOurs_ItGetsAnHour()
    {
        var now = Monday.AddHours(12);
        Assert.Equal(HealthState.Healthy, Of(Office(4), now, listeningSince: now.AddMinutes(-50)));
        Assert.Equal(HealthState.Silent, Of(Office(4), now, listeningSince: now.AddMinutes(-70)));
    }

    [Theory]
    [InlineData(5.9, HealthState.Healthy)]
    [InlineData(6.1, HealthState.Silent)]
    public void OneEveryThreeDays_MayBeQuietForTwiceThat(double days, HealthState expected)
    {
        var all = Enumerable.Range(0, 9).Select(i => Monday.AddDays(-3 * i)).ToList();
        Assert.Equal(expected, Of(all, Monday.AddDays(days)));
    }

    [Theory]
    [InlineData(6.9, HealthState.Healthy)]
    [InlineData(7.1, HealthState.Silent)]
    public void WithoutAKnownRhythm_AWeekIsTooLong(double days, HealthState expected) => Assert.Equal(expected, Of([Monday], Monday.AddDays(days)));

    [Theory]
    [InlineData(23, HealthState.NoData)]
    [InlineData(25, HealthState.Silent)]
    public void FirstEvent_IsWaitedForADay(int hours, HealthState expected) =>
        Assert.Equal(expected, HealthRules.Of(View(null) with { CreatedAt = Monday.AddDays(-9), ConfirmedAt = Monday }, HealthFacts.None, Monday.AddHours(hours)).State);

    [Fact]
    public void Silence_OnceSaid_LastsUntilSomethingComes() => Arrivals.Select(Gen.Int[0, 20_000], Gen.Int[0, 20_000]).Sample((arrivals, minutes, more) =>
    {
        var (last, rhythm) = (arrivals.Max(), arrivals);
        if (Of(rhythm, last.AddMinutes(minutes)) == HealthState.Silent)
            Assert.Equal(HealthState.Silent, Of(rhythm, last.AddMinutes(minutes + more)));
        Assert.Equal(HealthState.Healthy, Of([.. rhythm, last.AddMinutes(minutes)], last.AddMinutes(minutes + 59)));
    });

    [Fact]
    public void Slots_AreThoseOfTheArrivals_InWhateverOrderTheyCame() => Gen.Select(Arrivals, Gen.Int[0, 40_000], Gen.Int[0, 40_000]).Sample((arrivals, one, other) =>
    {
        var whole = ArrivalSlots.Empty.With(arrivals);
        var parts = arrivals.Reverse().Aggregate(ArrivalSlots.Empty, (slots, x) => slots.With(x));
        var (from, to) = (Monday.AddMinutes(-Math.Max(one, other)), Monday.AddMinutes(-Math.Min(one, other)));
        var expected = arrivals.Select(Slot).Where(x => x > Slot(arrivals.Max()) - ArrivalSlots.Period.Ticks / Ten).Distinct().ToList();

        Assert.Equal(expected.Count, whole.Count, 1.0);
        Assert.Equal((whole.Count, whole.Oldest, whole.LongestGap), (parts.Count, parts.Oldest, parts.LongestGap));
        Assert.Equal(expected.Count(x => x * Ten >= from.UtcTicks && x * Ten < to.UtcTicks), whole.CountBetween(from, to), 1.0);
        Assert.True(whole.LongestGap <= whole.Span && whole.Span <= ArrivalSlots.Period);
    });

    private static readonly long Ten = TimeSpan.FromMinutes(10).Ticks;

    private static readonly Gen<DateTimeOffset[]> Arrivals = Gen.Int[0, 40_000].Array[1, 60].Select(x => x.Select(minutes => Monday.AddMinutes(-minutes)).ToArray());

    private static long Slot(DateTimeOffset time) => time.UtcTicks / Ten;

    private static HealthState Of(IReadOnlyList<DateTimeOffset> arrivals, DateTimeOffset now, DateTimeOffset? listeningSince = null) => HealthRules.Of(
        View(arrivals.Max()), HealthFacts.None with { Rhythm = ArrivalSlots.Empty.With(arrivals), ListeningSince = listeningSince ?? DateTimeOffset.MinValue }, now).State;

    private static SubscriptionView View(DateTimeOffset? lastEvent) => new()
    {
        Id = 1,
        Generation = Generation.Current,
        Endpoint = "https://hooks.example.com/webhooks/penneo/KEY",
        ReceiveUrl = "https://hooks.example.com/webhooks/penneo/KEY",
        State = SubscriptionState.Active,
        AutoConfirm = true,
        CreatedAt = Monday.AddDays(-90),
        LastEventAt = lastEvent,
    };
}
