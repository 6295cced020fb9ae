using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using PenneoDashboard.History;
using PenneoDashboard.Shared;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.History;

public sealed class DayRangeTests : ComponentTest
{
    private BrowserTime Copenhagen => In("Europe/Copenhagen");

    [Fact]
    public void Days_AreWholeDaysOfTheBrowsersCalendar()
    {
        var range = DayRange.Days(Copenhagen, new DateOnly(2026, 11, 24), new DateOnly(2026, 11, 24));

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 23, 0, 0, TimeSpan.Zero), range.From);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 23, 0, 0, TimeSpan.Zero), range.To);
    }

    [Fact]
    public void Days_WhenTheClocksChange_Have23Or25Hours()
    {
        Assert.Equal(TimeSpan.FromHours(23), Length(new DateOnly(2026, 3, 29)));
        Assert.Equal(TimeSpan.FromHours(25), Length(new DateOnly(2026, 10, 25)));

        TimeSpan Length(DateOnly day) => DayRange.Days(Copenhagen, day, day) is var range ? range.To!.Value - range.From!.Value : default;
    }

    [Theory]
    [InlineData(DateChoice.Any, null, null)]
    [InlineData(DateChoice.Today, "2026-11-24", "2026-11-24")]
    [InlineData(DateChoice.Yesterday, "2026-11-23", "2026-11-23")]
    [InlineData(DateChoice.Last7Days, "2026-11-18", "2026-11-24")]
    [InlineData(DateChoice.Last30Days, "2026-10-26", "2026-11-24")]
    public void Choices_AreKnownAgainToday_AndAreCustomTomorrow(DateChoice choice, string? first, string? last)
    {
        var range = DayRange.Of(choice, Copenhagen, Now);

        Assert.Equal((first, last), (DayRange.DayText(range.FirstDay(Copenhagen)), DayRange.DayText(range.LastDay(Copenhagen))));
        Assert.Equal(choice, range.Choice(Copenhagen, Now));
        var tomorrow = range.Choice(Copenhagen, Now.AddDays(1));
        Assert.Equal(choice switch { DateChoice.Any => DateChoice.Any, DateChoice.Today => DateChoice.Yesterday, _ => DateChoice.Custom }, tomorrow);
    }

    [Fact]
    public void Days_AreReadBackInEveryZone() => Gen.Select(
        Gen.OneOf("Europe/Copenhagen", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo", "UTC"), Gen.Int[0, 6000], Gen.Int[0, 400]).Sample(
        (zone, start, days) =>
        {
            var browser = In(zone);
            var (first, last) = (new DateOnly(2015, 1, 1).AddDays(start), new DateOnly(2015, 1, 1).AddDays(start + days));
            var range = DayRange.Days(browser, first, last);
            Assert.Equal((first, last), (range.FirstDay(browser)!.Value, range.LastDay(browser)!.Value));
            Assert.True(range.From < range.To);
        },
        threads: 1);

    [Fact]
    public void OneEnd_MovesTheOtherAlongRatherThanPassIt()
    {
        var range = DayRange.Days(Copenhagen, new DateOnly(2026, 11, 10), new DateOnly(2026, 11, 20));

        Assert.Equal(DayRange.Days(Copenhagen, new DateOnly(2026, 11, 25), new DateOnly(2026, 11, 25)), range.WithFirstDay(Copenhagen, new DateOnly(2026, 11, 25)));
        Assert.Equal(DayRange.Days(Copenhagen, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 1)), range.WithLastDay(Copenhagen, new DateOnly(2026, 11, 1)));
        Assert.Equal(DayRange.Days(Copenhagen, new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 20)), range.WithFirstDay(Copenhagen, new DateOnly(2026, 11, 20)));
        Assert.Equal(range with { From = null }, range.WithFirstDay(Copenhagen, null));
        Assert.Equal(range with { To = null }, range.WithLastDay(Copenhagen, null));
    }

    [Theory]
    [InlineData("", true, null)]
    [InlineData("2026-11-24", true, "2026-11-24")]
    [InlineData("0202-11-24", false, null)]
    [InlineData("9999-12-31", false, null)]
    [InlineData("24.11.2026", false, null)]
    public void DatesStillBeingTyped_AreNotTaken(string text, bool taken, string? day)
    {
        Assert.Equal(taken, DayRange.TryReadDay(text, out var read));
        Assert.Equal(day, DayRange.DayText(read));
    }

    [Fact]
    public void TheEndsOfTime_AreShownToo()
    {
        var range = new DayRange(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

        Assert.Equal(new DateOnly(1, 1, 1), range.FirstDay(In("America/New_York")));
        Assert.Equal(9999, range.LastDay(Copenhagen)!.Value.Year);
        Assert.Equal(new DateOnly(1, 1, 1), new DayRange(null, DateTimeOffset.MinValue).LastDay(Copenhagen));
        Assert.Equal(DateChoice.Custom, range.Choice(Copenhagen, Now));
    }

    private BrowserTime In(string zone)
    {
        var time = new BrowserTime(JSInterop.JSRuntime, NullLogger<BrowserTime>.Instance);
        time.Use(zone);
        return time;
    }
}
