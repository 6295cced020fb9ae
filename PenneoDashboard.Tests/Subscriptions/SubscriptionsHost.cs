using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

/// <summary>The whole app against a <see cref="FakePenneo"/>, both over real HTTP, with a clock the test moves.</summary>
internal sealed class SubscriptionsHost : IAsyncDisposable
{
    private readonly string _folder = TestApp.NewFolder();
    private readonly Dictionary<string, string?> _settings;

    private SubscriptionsHost(FakePenneo penneo, (string Key, string? Value)[] settings)
    {
        Penneo = penneo;
        _settings = penneo.Settings;
        foreach (var (key, value) in settings)
            _settings[key] = value;
        App = NewApp();
        Penneo.Now = Clock.GetUtcNow;
    }

    public FakePenneo Penneo { get; }

    public SettableClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 13, 3, 22, TimeSpan.Zero));

    public TestApp App { get; private set; }

    public SubscriptionService Service => App.Services.GetRequiredService<SubscriptionService>();

    public SubscriptionStore Store => App.Services.GetRequiredService<SubscriptionStore>();

    public CurrentSubscriptions Current => App.Services.GetRequiredService<CurrentSubscriptions>();

    public SubscriptionSecrets Secrets => App.Services.GetRequiredService<SubscriptionSecrets>();

    public PenneoSync Sync => App.Services.GetRequiredService<PenneoSync>();

    public static async Task<SubscriptionsHost> StartAsync(params (string Key, string? Value)[] settings)
    {
        var host = new SubscriptionsHost(await FakePenneo.StartAsync(), settings);
        _ = host.App.BaseUrl;
        return host;
    }

    public Task<SubscriptionView> CreateAsync(string topic = "casefile", string? endpoint = null, bool autoConfirm = true) =>
        Service.CreateAsync(new NewSubscription(Generation.Legacy, topic, endpoint, autoConfirm));

    public Task<SubscriptionView> CreateCurrentAsync(params string[] eventTypes) =>
        Service.CreateAsync(new NewSubscription(Generation.Current, null, EventTypes: eventTypes));

    /// <summary>The text of the newest secret we hold; null when there is none.</summary>
    public string? SecretOf(long id) => Secrets.Of(id) is [var newest, ..] ? System.Text.Encoding.UTF8.GetString(newest.Key) : null;

    /// <summary>Creates one and waits until it is confirmed.</summary>
    public async Task<SubscriptionView> ActiveAsync(string topic = "casefile")
    {
        var id = (await CreateAsync(topic)).Id;
        return await UntilAsync(id, x => x.State == SubscriptionState.Active, "the confirmation");
    }

    /// <summary>Creates one of which nobody knows whether Penneo made it.</summary>
    public async Task<SubscriptionView> UnknownAsync()
    {
        Penneo.Fail(PenneoCall.Create, Answers.Error(500, "Oops."));
        await FailureAsync(() => CreateAsync());
        Penneo.Heal();
        return await OnlyAsync();
    }

    public async Task<SubscriptionView> OnlyAsync() => Assert.Single(await Store.ListAsync());

    public async Task<SubscriptionView> FindAsync(long id) => await Store.FindAsync(id) ?? throw new InvalidOperationException($"No subscription {id}");

    public async Task<SubscriptionView> UntilAsync(long id, Func<SubscriptionView, bool> condition, string what)
    {
        SubscriptionView? found = null;
        await Eventually.TrueAsync(async () => (found = await Store.FindAsync(id)) is not null && condition(found), what);
        return found!;
    }

    /// <summary>Waits for a call, moving the clock on meanwhile.</summary>
    public async Task<T> AfterWaitingAsync<T>(Task<T> call)
    {
        await Eventually.TrueAsync(() => call.IsCompleted, "the call's end", new ClockPusher(Penneo, Clock).Push);
        return await call;
    }

    /// <summary>Makes a call that Penneo fails, moving the clock on while it waits.</summary>
    public async Task<PenneoException> FailureAsync(Func<Task> call)
    {
        var task = call();
        await Eventually.TrueAsync(() => task.IsCompleted, "the call's end", new ClockPusher(Penneo, Clock).Push);
        return await Assert.ThrowsAsync<PenneoException>(() => task);
    }

    /// <summary>Stops the app and starts it again on the same data; the port is another one.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Assert.False(File.Exists(Path.Combine(_folder, "penneo-dashboard.db-wal")), "It stopped in order, and the next start would take it for killed.");
        App = NewApp();
        _ = App.BaseUrl;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Penneo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // It waits for calls to Penneo that are under way, and waits by the test's clock.
    private async Task StopAsync()
    {
        var stop = Task.Run(async () => await App.DisposeAsync());
        await Eventually.TrueAsync(() => stop.IsCompleted, "the app stops", () => Clock.Advance(TimeSpan.FromMilliseconds(200)));
        await stop;
    }

    private TestApp NewApp() => new(_settings, _folder, services => services.AddSingleton<TimeProvider>(Clock));
}
