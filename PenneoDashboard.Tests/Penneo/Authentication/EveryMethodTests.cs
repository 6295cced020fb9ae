using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Penneo.Authentication;

/// <summary>The whole app against its own simulator, which checks what it is brought, over HTTP.</summary>
public sealed class EveryMethodTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Methods => ["Token", "ApiKeys", "Wsse"];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Subscription_IsMadeConfirmedTestedAndDeleted(string method)
    {
        await using var app = new TestApp(new() { ["Penneo:Authentication:Method"] = method });
        using var client = new AppClient(app.BaseUrl);

        var door = await client.SubscribeAsync();
        await Simulator.Eventually.TrueAsync(
            async () => (await client.GetAsync($"/api/v1/subscriptions/{door.Id}")).Text("state") == "active", "the confirmation");
        using var tested = await client.Http.PostAsync($"/api/v1/subscriptions/{door.Id}/test", null, Cancel);
        using var deleted = await client.Http.DeleteAsync($"/api/v1/subscriptions/{door.Id}", Cancel);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.NoContent), (tested.StatusCode, deleted.StatusCode));
        await Simulator.Eventually.TrueAsync(async () => (await client.EventsAsync()).Count == 1, "the test's event");
    }

    [Fact]
    public async Task WithdrawnTokens_AreReplacedWithoutAnyoneNoticing()
    {
        await using var app = new TestApp(new() { ["Penneo:Authentication:Method"] = "ApiKeys" });
        using var client = new AppClient(app.BaseUrl);
        await client.SubscribeAsync();
        app.Services.GetRequiredService<IssuedTokens>().RevokeAll();

        await client.SubscribeAsync("signer");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Secrets_AreNeverLogged(string method)
    {
        var log = new RecordedLog();
        await using var app = new TestApp(
            new()
            {
                ["Penneo:Authentication:Method"] = method,
                ["Penneo:Authentication:Token"] = "XtokenX",
                ["Penneo:Authentication:ClientId"] = "client",
                ["Penneo:Authentication:ClientSecret"] = "XclientX",
                ["Penneo:Authentication:ApiKey"] = "key",
                ["Penneo:Authentication:ApiSecret"] = "XapiX",
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Trace",
                ["Logging:LogLevel:Polly"] = "Trace",
            },
            services: services => services.AddLogging(x => x.ClearProviders().AddProvider(log)));
        using var client = new AppClient(app.BaseUrl);

        await client.SubscribeAsync();

        Assert.Contains(log.Lines, x => x.Contains("/webhook/subscriptions", StringComparison.Ordinal));
        string[] secrets = ["XtokenX", "XclientX", "XapiX", "simulated-", "PasswordDigest"];
        Assert.All(secrets, secret => Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private sealed class RecordedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
            // Nothing to let go of.
        }
    }
}
