using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Tests.Penneo;

/// <summary>Our client of Penneo's API as the app builds it, against a <see cref="FakePenneo"/> and with a clock of its own.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly FakePenneo _penneo;

    public ApiHost(FakePenneo penneo, params (string Key, string? Value)[] settings)
    {
        _penneo = penneo;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(penneo.Settings);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(x => x.Key, x => x.Value));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IServer>(penneo.Server);
        builder.AddPenneo();
        _host = builder.Build();
        Api = _host.Services.GetRequiredService<LegacyWebhookApi>();
        Current = _host.Services.GetRequiredService<CurrentWebhookApi>();
    }

    public FakeTimeProvider Clock { get; } = new();

    public LegacyWebhookApi Api { get; }

    public CurrentWebhookApi Current { get; }

    public PenneoConnection Connection => _host.Services.GetRequiredService<PenneoConnections>().Current;

    public IServiceProvider Services => _host.Services;

    /// <summary>Waits for a call, moving the clock on meanwhile.</summary>
    public async Task<T> AfterWaitingAsync<T>(Task<T> call)
    {
        await Simulator.Eventually.TrueAsync(() => call.IsCompleted, "the call's end", new ClockPusher(_penneo, Clock).Push);
        return await call;
    }

    public Task CallAsync(PenneoCall call) => call switch
    {
        PenneoCall.List => Api.ListAsync(),
        PenneoCall.Create => Api.CreateAsync("casefile", "https://hooks.example.com/a"),
        PenneoCall.Confirm => Api.ConfirmAsync("701", "the-token"),
        PenneoCall.Test => Api.TestAsync("701"),
        PenneoCall.Delete => Api.DeleteAsync("701"),
        PenneoCall.Casefile => Services.GetRequiredService<CasefileApi>().FindAsync(531),
        PenneoCall.CurrentList => Current.ListAsync(),
        PenneoCall.CurrentRead => Current.FindAsync("a-uuid"),
        PenneoCall.CurrentCreate => Current.CreateAsync(new CurrentSettings("https://hooks.example.com/a", ["sign.casefile.completed"], true)),
        PenneoCall.CurrentReplace => Current.ReplaceAsync("a-uuid", new CurrentSettings("https://hooks.example.com/a", ["sign.casefile.completed"], true)),
        PenneoCall.CurrentTest => Current.TestAllAsync(),
        _ => Current.DeleteAsync("a-uuid"),
    };

    /// <summary>Makes a call that must fail, moving the clock on until it has.</summary>
    public async Task<PenneoException> FailureAsync(PenneoCall call)
    {
        var task = CallAsync(call);
        await Simulator.Eventually.TrueAsync(() => task.IsCompleted, "the call's end", new ClockPusher(_penneo, Clock).Push);
        return await Xunit.Assert.ThrowsAsync<PenneoException>(() => task);
    }

    public async ValueTask DisposeAsync()
    {
        // Calls under way are waited for, by this host's own clock.
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var ending = Task.Run(_host.Dispose);
        await Simulator.Eventually.TrueAsync(() => ending.IsCompleted, "the end of the calls under way", () => Clock.Advance(TimeSpan.FromSeconds(1)));
        await ending;
    }
}
