using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Events;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class SubscriptionNamesTests : IAsyncLifetime
{
    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task All_NamesDeletedOnesToo()
    {
        await using (var db = await _log.Contexts.CreateDbContextAsync(Cancel))
        {
            db.AddRange(
                new Subscription { Endpoint = "https://a.example/1", Topic = "casefile", Generation = Generation.Legacy },
                new Subscription { Endpoint = "https://a.example/2", Topic = "signer", Generation = Generation.Legacy, DeletedAt = DateTimeOffset.UnixEpoch },
                new Subscription { Endpoint = "https://a.example/3", Generation = Generation.Current });
            await db.SaveChangesAsync(Cancel);
        }

        var names = await new SubscriptionNames(_log.Contexts).AllAsync(Cancel);

        Assert.Equal(["casefile #1", "signer #2 (deleted)", "current #3"], names.Values.OrderBy(x => x.Id).Select(x => x.Label));
    }
}
