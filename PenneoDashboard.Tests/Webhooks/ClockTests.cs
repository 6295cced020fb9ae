using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Security.Masking;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>The machine's clock is set, back and forth, while the app runs.</summary>
public sealed class ClockTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ClockThatJumps_ChangesNoOrder_AndHoldsNothingUp()
    {
        var start = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var clock = new SettableClock(start);
        await using var app = new TestApp(services: x => x.AddSingleton<TimeProvider>(clock));
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        using var watcher = app.Services.GetRequiredService<EventFeed>().Subscribe(ReaderMask.None);
        DateTimeOffset[] times = [start, start.AddHours(-5), start.AddHours(9), start.AddHours(-1)];

        foreach (var (time, id) in times.Select((x, i) => (x, i + 1)))
        {
            clock.Set(time);
            await client.StoreAsync(door, Messages.Casefile(id), "no JSON " + id);
        }

        // By sequence everywhere, whatever the clock said; what has no time of its own gets the clock's.
        var events = await client.EventsAsync();
        Assert.Equal(Enumerable.Range(1, 8).Reverse().Select(x => (long)x), events.Select(x => x.Number("sequence")!.Value));
        Assert.Equal(times.Reverse(), events.Where(x => x.Number("casefileId") is null).Select(x => x.GetProperty("receivedAt").GetDateTimeOffset()));
        Assert.Equal([8, 7, 6, 5], (await client.EventsAsync("after=4")).Select(x => x.Number("sequence")!.Value));
        var seen = new List<long>();
        while (seen.Count < 8)
            seen.AddRange((await watcher.ReadAsync(Cancel)).Events.Select(x => x.Sequence));
        Assert.Equal(Enumerable.Range(1, 8).Select(x => (long)x), seen);

        Assert.Null(app.Services.GetRequiredService<EventWriter>().Problem);
        Assert.Contains("</html>", await client.PageAsync("/"), StringComparison.Ordinal);
        Assert.Equal("healthy", (await client.GetAsync("/health/ready")).Text("status"));
    }
}
