using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Rejected;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>An app whose clock the test sets, and which stores rejected deliveries without a pause.</summary>
public class SignedApp : AppFixture
{
    public SignedApp()
        : this(new RejectedLimits { Pause = TimeSpan.FromMilliseconds(1), BurstPerSubscription = new(100_000, long.MaxValue), BurstTotal = new(100_000, long.MaxValue) })
    {
    }

    internal SignedApp(RejectedLimits limits)
        : this(limits, new SettableClock())
    {
    }

    private SignedApp(RejectedLimits limits, SettableClock clock)
        : base(services: services => services.AddSingleton<TimeProvider>(clock).AddSingleton(limits)) => Clock = clock;

    public SettableClock Clock { get; }

    /// <summary>A clock that can also be set back, as the vectors' times need.</summary>
    public sealed class SettableClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 24, 13, 3, 22, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Go(long unixSeconds) => _now = DateTimeOffset.FromUnixTimeSeconds(unixSeconds);

        public void Advance(TimeSpan by) => _now += by;
    }
}
