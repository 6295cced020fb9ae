using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class FilterSuggestionsTests : IAsyncLifetime
{
    private readonly PlanRecorder _plans = new();
    private readonly LogFixture _log;

    public FilterSuggestionsTests() => _log = new LogFixture([_plans]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FilterSuggestions Suggestions => new(_log.Contexts);

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _log.StoreAsync(
            LogFixture.Signer(53, 7, "signed", second: 1), LogFixture.Signer(531, 70, "signed", second: 2), LogFixture.Signer(531, 712, "opened", second: 3),
            LogFixture.Casefile(5312, "completed", 5, 4), LogFixture.Casefile(6, "completed", 5, 5), LogFixture.Casefile(long.MaxValue, "completed", 5, 6), LogFixture.Signer(531, 70, "opened", second: 7));
        _plans.Clear();
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Casefiles_AreThoseThatBeginLikeIt_TheShortestFirst()
    {
        Assert.Equal([53L, 531, 5312], (await Suggestions.CasefilesAsync(53, 8, Cancel)).Select(x => x.Id));
        Assert.Equal([53L, 531], (await Suggestions.CasefilesAsync(53, 2, Cancel)).Select(x => x.Id));
        Assert.Equal([long.MaxValue], (await Suggestions.CasefilesAsync(922337203685477580, 8, Cancel)).Select(x => x.Id));
        Assert.Empty(await Suggestions.CasefilesAsync(-1, 8, Cancel));
        Assert.Empty(await Suggestions.CasefilesAsync(0, 8, Cancel));
        Assert.Equal(3, (await Suggestions.CasefilesAsync(531, 8, Cancel))[0].Count);
    }

    [Fact]
    public async Task Casefiles_WithoutANumber_AreThoseOfTheNewestActivity() =>
        Assert.Equal([531L, long.MaxValue, 6], (await Suggestions.CasefilesAsync(null, 3, Cancel)).Select(x => x.Id));

    [Fact]
    public async Task Signers_AreThoseOfTheCasefile_OrOfAny()
    {
        Assert.Equal([(70L, 2L), (712L, 1L)], (await Suggestions.SignersAsync(null, 531, 8, Cancel)).Select(x => (x.Id, x.Count)));
        Assert.Equal([712L], (await Suggestions.SignersAsync(71, 531, 8, Cancel)).Select(x => x.Id));
        Assert.Equal([(7L, 1L), (70, 2), (712, 1)], (await Suggestions.SignersAsync(7, null, 8, Cancel)).Select(x => (x.Id, x.Count)));
        Assert.Empty(await Suggestions.SignersAsync(null, null, 8, Cancel));
    }

    [Fact]
    public async Task Counts_AreThoseOfTheLog()
    {
        Assert.Equal([("casefile", "completed", 3L), ("signer", "opened", 2), ("signer", "signed", 2)], (await Suggestions.KindsAsync(Cancel)).Select(x => (x.Topic, x.EventType, x.Count)).Order());
        Assert.Equal(new Dictionary<long, long> { [1] = 7 }, await Suggestions.SubscriptionsAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_IsScanned()
    {
        await Suggestions.CasefilesAsync(53, 8, Cancel);
        await Suggestions.SignersAsync(7, null, 8, Cancel);
        await Suggestions.SignersAsync(7, 531, 8, Cancel);

        Assert.All(_plans.Plans, x => Assert.StartsWith("SEARCH", x, StringComparison.Ordinal));
    }
}
