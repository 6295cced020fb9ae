using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Moves;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

/// <summary>A move in the whole app: legacy subscriptions at a <see cref="FakePenneo"/>, and what it sends through each side.</summary>
internal sealed class MovesHost(SubscriptionsHost host) : IAsyncDisposable
{
    /// <summary>Another system's endpoint.</summary>
    public const string Foreign = "https://erp.example.com/penneo";

    private static readonly HttpClient Client = new();

    public SubscriptionsHost Host => host;

    public FakePenneo Penneo => host.Penneo;

    private MoveService Moves => Get<MoveService>();

    public static async Task<MovesHost> StartAsync() => new(await SubscriptionsHost.StartAsync());

    /// <summary>Both legacy subscriptions, active here, and a move of them as far as it was begun.</summary>
    public async Task<long> BeginAsync()
    {
        await host.ActiveAsync("casefile");
        await host.ActiveAsync("signer");
        return await Moves.BeginAsync(null);
    }

    /// <summary>A move whose two sides run, at a time that is compared.</summary>
    public async Task<long> RunningAsync()
    {
        var id = await BeginAsync();
        await Moves.CreateAsync(id);
        host.Clock.Advance(MoveComparer.Leeway + TimeSpan.FromSeconds(1));
        return id;
    }

    public async Task<MoveView> FindAsync(long id) => await Get<MoveReader>().FindAsync(id) ?? throw new InvalidOperationException($"No move {id}");

    public async Task<MoveComparison> CompareAsync(long id) => (await FindAsync(id)).Comparison ?? throw new InvalidOperationException($"Nothing is compared of {id}");

    public Task<MovePlan> PlanAsync() => Get<MovePlanner>().ReadAsync();

    public Task<long> BeginAsync(string? endpoint) => Moves.BeginAsync(endpoint);

    public Task ChangeAsync(long id, IReadOnlyList<string>? eventTypes = null, string? endpoint = null, bool? isReady = null) => Moves.ChangeAsync(id, eventTypes, endpoint, isReady);

    public Task CreateAsync(long id) => Moves.CreateAsync(id);

    public Task UndoAsync(long id) => Moves.UndoAsync(id);

    public Task CompareAnewAsync(long id) => Moves.CompareAnewAsync(id);

    public Task<string> SecretAsync(long id) => Moves.SecretAsync(id);

    public Task SecretIsTakenAsync(long id) => Moves.SecretIsTakenAsync(id);

    public Task SwitchOffAsync(long id, bool anyway) => Get<SwitchingOff>().RunAsync(id, anyway);

    /// <summary>True when there is such a move.</summary>
    public async Task<bool> ExistsAsync(long id) => await Get<MoveReader>().FindAsync(id) is not null;

    public Task<IReadOnlyList<OneSided>> DifferencesAsync(long id, Side? through = null) => Get<MoveReader>().DifferencesAsync(id, through, null, 50);

    /// <summary>Changes the current subscription as on the page of subscriptions.</summary>
    public async Task ChangeCurrentAsync(long id, CurrentChange change) => await host.Current.ChangeAsync((await FindAsync(id)).Current!.Id, change);

    public Task DeleteAsync(long subscription) => host.Service.DeleteAsync(subscription);

    public Task<long> LastSequenceAsync() => Get<PenneoDashboard.Events.EventQueries>().LastSequenceAsync();

    /// <summary>A casefile's event that happens now.</summary>
    public string Casefile(long id, string type = "completed") => Messages.Casefile(id, type, date: Date);

    public string Signer(long id, string type = "signed") => Messages.Signer(id, id, type, date: Date);

    /// <summary>Through the legacy subscription of its topic.</summary>
    public async Task SendLegacyAsync(params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
            Assert.Equal(200, await Penneo.PostAsync(Legacy(body).Endpoint, body));
    }

    /// <summary>Through the only current subscription, signed.</summary>
    public async Task SendCurrentAsync(params IEnumerable<string> bodies)
    {
        var current = Assert.Single(Penneo.CurrentSubscriptions);
        foreach (var body in bodies)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            using var request = new HttpRequestMessage(HttpMethod.Post, current.Endpoint) { Content = new ByteArrayContent(bytes) };
            foreach (var (name, value) in SignedDelivery.Headers(current.Secret, host.Clock.GetUtcNow(), bytes, IdOf(body)))
                request.Headers.Add(name, value);
            using var answer = await Client.SendAsync(request);
            Assert.Equal(200, (int)answer.StatusCode);
        }
    }

    public async Task SendBothAsync(params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
        {
            await SendLegacyAsync(body);
            await SendCurrentAsync(body);
        }
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    public T Get<T>()
        where T : notnull => host.App.Services.GetRequiredService<T>();

    private string Date => host.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private FakeSubscription Legacy(string body) => Penneo.Subscriptions.Single(x => body.Contains($"\"topic\":\"{x.Topic}\"", StringComparison.Ordinal));

    // The same happening has the same id, also when it comes again.
    private static string IdOf(string body) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
