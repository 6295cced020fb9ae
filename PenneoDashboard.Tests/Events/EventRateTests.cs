using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class EventRateTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 30, TimeSpan.Zero);

    private readonly LogFixture _log = new();
    private readonly FakeTimeProvider _time = new(Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task LastHour_CountsByTheMinuteOfArrivalAndForgets()
    {
        var rate = new EventRate(_log.Contexts, _time);
        await StoreAsync(1, Noon.AddHours(-2));
        await StoreAsync(2, Noon.AddMinutes(-1));
        await StoreAsync(3, Noon);
        _log.Batches.ForEach(rate.OnCommitted);
        Assert.Equal([0L, 1, 1], rate.LastHour().TakeLast(3));
        Assert.Equal((EventRate.Minutes, 2), (rate.LastHour().Count, rate.LastHour().Sum()));

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal((0, 1), (rate.LastHour()[^1], rate.LastHour()[0]));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, rate.LastHour().Sum());
    }

    [Fact]
    public async Task Start_ReadsTheHourBefore()
    {
        await StoreAsync(1, Noon.AddHours(-2));
        await StoreAsync(2, Noon.AddMinutes(-10));
        var rate = new EventRate(_log.Contexts, _time);
        await rate.StartAsync(Cancel);
        Assert.Equal((1, 1), (rate.LastHour()[^11], rate.LastHour().Sum()));
    }

    private async Task StoreAsync(long casefile, DateTimeOffset at) =>
        Assert.Equal(StoreResult.Stored, await _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Casefile(casefile, "completed", 5), at: at)));
}
