using PenneoDashboard.History;
using PenneoDashboard.Tests.Events;
using Xunit;

namespace PenneoDashboard.Tests.History;

public sealed class SavedViewsTests : IAsyncLifetime
{
    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Views_AreEveryonesByName_AndANameIsTakenOnce()
    {
        var views = new SavedViews(_log.Contexts);
        var changes = 0;
        views.Changed += () => changes++;

        Assert.True(await views.SaveAsync("rejected", "/history?eventType=rejected", Cancel));
        Assert.True(await views.SaveAsync("Bounced", "/history?eventType=undeliverable", Cancel));
        Assert.True(await views.SaveAsync("Rejected", "/history?eventType=rejected&topic=signer", Cancel));

        var all = await new SavedViews(_log.Contexts).ListAsync(Cancel);
        Assert.Equal([("Bounced", "/history?eventType=undeliverable"), ("Rejected", "/history?eventType=rejected&topic=signer")], all.Select(x => (x.Name, x.Link)));
        await views.DeleteAsync(all[0].Id, Cancel);
        Assert.Equal(["Rejected"], (await views.ListAsync(Cancel)).Select(x => x.Name));
        Assert.Equal(4, changes);
    }

    [Fact]
    public async Task MoreThanAnyoneFindsAgain_AreRefused_ButThoseThereCanChange()
    {
        var views = new SavedViews(_log.Contexts);
        for (var i = 0; i < SavedViews.Most; i++)
            Assert.True(await views.SaveAsync($"View {i}", "/history", Cancel));

        Assert.False(await views.SaveAsync("One more", "/history", Cancel));
        Assert.True(await views.SaveAsync("View 5", "/history?topic=signer", Cancel));
    }
}
