using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Events.Funnel;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Overview;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Subscriptions.Keys;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Overview;

/// <summary>The overview over a real database file, a real writer and the real wire; only the web server is missing.</summary>
public abstract class OverviewTest : ComponentTest, IAsyncLifetime
{
    private readonly LogFixture _log;
    private readonly LogFollowers _followers;

    protected OverviewTest()
    {
        var feed = new EventFeed();
        var changes = new SubscriptionChanges();
        Rate = new EventRate(null!, Clock);
        var commits = new Commits();
        _log = new LogFixture(feed, changes, Rate, commits);
        _followers = new LogFollowers([new CasefileStateFollower(), new FunnelFollower()], _log.Contexts, TimeProvider.System, NullLogger<LogFollowers>.Instance);
        commits.Followers = _followers;
        Contexts = new GatedContexts(_log.Contexts);
        Services.AddSingleton(_followers);
        Services.AddSingleton<IDbContextFactory<DashboardDb>>(Contexts);
        Services.AddSingleton(feed);
        Services.AddSingleton(changes);
        Services.AddSingleton<EventQueries>();
        Services.AddSingleton<OverviewQueries>();
        Services.AddSingleton<FunnelQueries>();
        Services.AddSingleton<CasefileStateQueries>();
        Services.AddSingleton(Rate);
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        Services.AddSingleton(_log.Audit);
        Services.AddSingleton<SubscriptionSecrets>();
        Services.AddSingleton<ReceiverAnswers>();
        Services.AddSingleton<HealthBook>();
        Services.AddSingleton<ReceiveKeys>();
        Services.AddSingleton<RetiredKeys>();
        Services.AddSingleton<SubscriptionStore>();
        Services.AddSingleton<PublicAddress>();
        Services.AddSingleton(new OwnAddress(new NoServer()));
        Services.AddSingleton(Options.Create(Penneo));
        Services.AddSingleton(Options.Create(new PublicAddressOptions { PublicBaseUrl = "https://hooks.example.com" }));
        Services.AddHttpClient();
        Services.AddSingleton<PenneoClock>();
        Services.AddSingleton<KnownElsewhere>();
        Services.AddSingleton<ReceiverProbe>();
        Services.AddSingleton<FindingsReader>();
        Services.AddSingleton<OverviewReader>();
    }

    private protected EventRate Rate { get; }

    private protected GatedContexts Contexts { get; }

    protected PenneoOptions Penneo { get; } = new();

    private protected SubscriptionStore Store => Services.GetRequiredService<SubscriptionStore>();

    protected static string Casefile(long id, string type, int status, DateTimeOffset at, string title = "Example lease") => Message(
        "casefile", type, at, $$"""{"id":{{id}},"status":{{status}},"title":"{{title}}"}""");

    protected static string Signer(long casefile, long id, string type, DateTimeOffset at, int status = 1) => Message(
        "signer", type, at, $$$"""{"id":{{{id}}},"caseFile":{"id":{{{casefile}}},"status":{{{status}}}}}""");

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _followers.StartAsync(CancellationToken.None);
    }

    protected async Task StoreAsync(params IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Assert.Equal(StoreResult.Stored, await _log.Writer.StoreAsync(LogFixture.Delivery(message, at: Now)));
        var last = await _log.Events.LastSequenceAsync();
        await _followers.WaitUntilLevelAsync(CasefileStateFollower.FollowerName, last, CancellationToken.None);
        await _followers.WaitUntilLevelAsync(FunnelFollower.FollowerName, last, CancellationToken.None);
    }

    private protected Task<Subscription> SubscribeAsync(SubscriptionState state = SubscriptionState.Active, string topic = "casefile") => Store.AddAsync(
        new Subscription { Topic = topic, Endpoint = "https://hooks.example.com/webhooks/penneo/k", ReceiveKey = topic, State = state, CreatedAt = Now },
        CancellationToken.None);

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _followers.StopAsync(CancellationToken.None);
        await _log.DisposeAsync();
    }

    private static string Message(string topic, string type, DateTimeOffset at, string payload) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"topic":"{{topic}}","eventType":"{{type}}","eventTime":{"date":"{{at.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}}","timezone_type":3,"timezone":"UTC"},"payload":{{payload}}}""");
}

/// <summary>Passes commits on to followers that are made after the log.</summary>
internal sealed class Commits : ICommitListener
{
    public LogFollowers? Followers { get; set; }

    public void OnCommitted(CommittedBatch batch) => Followers?.OnCommitted(batch);
}

/// <summary>A database that can be slow or broken for its readers.</summary>
internal sealed class GatedContexts(IDbContextFactory<DashboardDb> inner) : IDbContextFactory<DashboardDb>
{
    /// <summary>Readers wait for it.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    /// <summary>Readers get it instead of an answer.</summary>
    public Exception? Fails { get; set; }

    public DashboardDb CreateDbContext() => inner.CreateDbContext();

    public async Task<DashboardDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await Open.WaitAsync(cancellationToken);
        return Fails is null ? CreateDbContext() : throw Fails;
    }
}
