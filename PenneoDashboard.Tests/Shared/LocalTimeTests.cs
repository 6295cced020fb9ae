using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class LocalTimeTests : ComponentTest
{
    private static readonly DateTimeOffset Value = Now.AddMinutes(-3).AddMicroseconds(123456);

    [Theory]
    [InlineData(TimeFormat.Time, "14:00:22")]
    [InlineData(TimeFormat.DateTime, "24 Nov 2026 14:00:22")]
    [InlineData(TimeFormat.Relative, "2 min ago")]
    public void Time_is_shown_on_the_browsers_clock(TimeFormat format, string expected)
    {
        var time = Render<LocalTime>(x => x.Add(c => c.Value, Value).Add(c => c.Format, format)).Find("time");

        Assert.Equal(expected, time.TextContent);
        Assert.Equal("2026-11-24T13:00:22.123456Z", time.GetAttribute("datetime"));
        Assert.Equal("24 Nov 2026 14:00:22.123456 Europe/Copenhagen (+01:00)\n2026-11-24T13:00:22.123456Z", time.GetAttribute("title"));
    }

    [Fact]
    public void Relative_times_grow_older_by_themselves()
    {
        var time = Render<LocalTime>(x => x.Add(c => c.Value, Now));
        Assert.Equal("just now", time.Find("time").TextContent);

        Clock.Advance(TimeSpan.FromMinutes(5));

        time.WaitForAssertion(() => Assert.Equal("5 min ago", time.Find("time").TextContent));
    }

    [Fact]
    public void No_time_is_a_dash()
    {
        var time = Render<LocalTime>(x => x.Add(c => c.Value, null));

        Assert.Empty(time.FindAll("time"));
        Assert.Equal("–", time.Find("span").TextContent);
    }

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(59, "just now")]
    [InlineData(-30, "just now")]
    [InlineData(60, "1 min ago")]
    [InlineData(3600, "1 h ago")]
    [InlineData(-7200, "in 2 h")]
    [InlineData(86400, "1 day ago")]
    [InlineData(86400 * 5, "5 days ago")]
    [InlineData(86400 * 60, "25 Sep 2026")]
    public void Relative_text_fits_the_distance(int secondsAgo, string expected) =>
        Assert.Equal(expected, TimeText.Relative(Now.AddSeconds(-secondsAgo), Now));

    [Fact]
    public void Browser_time_converts_both_ways_across_summer_time()
    {
        var time = Services.GetRequiredService<BrowserTime>();

        Assert.Equal(TimeSpan.FromHours(2), time.ToLocal(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero)).Offset);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero), time.FromLocal(new DateTime(2026, 7, 1, 12, 0, 0)));
    }

    [Fact]
    public async Task Unknown_zone_leaves_utc()
    {
        JSInterop.Setup<string?>("dashboard.timeZone").SetResult("Middle-earth/Shire");
        var time = new BrowserTime(JSInterop.JSRuntime, Microsoft.Extensions.Logging.Abstractions.NullLogger<BrowserTime>.Instance);

        await time.ReadAsync();

        Assert.Equal(TimeZoneInfo.Utc, time.Zone);
    }
}
