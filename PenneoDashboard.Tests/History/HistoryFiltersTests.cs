using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PenneoDashboard.Events;
using PenneoDashboard.History;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.History;

public sealed class HistoryFiltersTests : ComponentTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly EventFilter Casefile = new() { CasefileId = 531 };

    private static readonly Dictionary<long, SubscriptionName> Names = new()
    {
        [1] = new SubscriptionName(1, Generation.Legacy, "casefile", IsDeleted: false),
        [2] = new SubscriptionName(2, Generation.Legacy, "signer", IsDeleted: true),
    };

    private readonly List<EventFilter> _changes = [];

    private BrowserTime Browser => Services.GetRequiredService<BrowserTime>();

    [Fact]
    public async Task Today_IsADayOfTheBrowsersCalendar()
    {
        var filters = Filters(Casefile);

        await filters.InvokeAsync(() => filters.FindComponent<MudSelect<DateChoice>>().Instance.ValueChanged.InvokeAsync(DateChoice.Today));

        Assert.Equal(
            [Casefile with { From = new DateTimeOffset(2026, 11, 23, 23, 0, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 11, 24, 23, 0, 0, TimeSpan.Zero) }], _changes);
    }

    [Fact]
    public async Task Custom_OffersDaysBothIncluded()
    {
        var filters = Filters(Casefile);
        Assert.Empty(filters.FindAll("[data-testid=filter-from]"));

        await filters.InvokeAsync(() => filters.FindComponent<MudSelect<DateChoice>>().Instance.ValueChanged.InvokeAsync(DateChoice.Custom));
        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-from]").Change("2026-11-01"));
        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-to]").Change("2026-11-02"));

        Assert.Equal(DayRange.Days(Browser, new DateOnly(2026, 11, 1), null).From, _changes[0].From);
        Assert.Equal(DayRange.Days(Browser, null, new DateOnly(2026, 11, 2)).To, _changes[1].To);
        Assert.All(_changes, x => Assert.Equal(531, x.CasefileId));
    }

    [Fact]
    public async Task DateStillBeingTyped_ChangesNothing()
    {
        var filters = Filters(Casefile with { From = Now.AddDays(-100) });

        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-from]").Change("0002-11-01"));

        Assert.Empty(_changes);
    }

    [Fact]
    public void RangeOfTheAddress_IsShownInDays()
    {
        var filters = Filters(Casefile with { From = Now.AddDays(-100), To = Now.AddDays(-50) });

        Assert.Equal("2026-08-16", filters.Find("[data-testid=filter-from]").GetAttribute("value"));
        Assert.Equal("2026-10-05", filters.Find("[data-testid=filter-to]").GetAttribute("value"));
    }

    [Fact]
    public async Task RangeTakenAway_TakesItsFieldsAway()
    {
        var filters = Filters(Casefile with { From = Now.AddDays(-100) });
        await filters.InvokeAsync(() => filters.FindComponent<MudSelect<DateChoice>>().Instance.ValueChanged.InvokeAsync(DateChoice.Custom));

        filters.Render(x => x.Add(c => c.Filter, EventFilter.All));

        Assert.Empty(filters.FindAll("[data-testid=filter-from]"));
    }

    [Fact]
    public void Subscriptions_DeletedAndUnknownOnes_AreChoosable()
    {
        var select = Filters(Casefile with { SubscriptionId = 7 }).FindComponent<MudSelect<long?>>().Instance;

        Assert.Equal([1L, 2, 7], Render(select.ChildContent!).FindComponents<MudSelectItem<long?>>().Select(x => x.Instance.Value));
        Assert.Equal(["casefile #1", "signer #2 (deleted)", "#7", ""], new long?[] { 1, 2, 7, null }.Select(x => select.ToStringFunc!(x)));
    }

    [Theory]
    [InlineData("lease", "lease")]
    [InlineData("  ", null)]
    public async Task Text_IsTakenOnceTypingRests(string typed, string? expected)
    {
        var filters = Filters(Casefile with { Q = "old" });

        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-text]").InputAsync(typed));
        Clock.Advance(TimeSpan.FromSeconds(1));

        filters.WaitForAssertion(() => Assert.Equal([Casefile with { Q = expected }], _changes), Patience);
    }

    [Fact]
    public async Task RecognizedOnly_FromAnAddress_IsShownAndCanBeTakenAway()
    {
        var filters = Filters(Casefile with { Recognized = true });
        Assert.False(filters.Find("input[data-testid=filter-unrecognized]").HasAttribute("checked"));

        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-recognized] button").Click());

        Assert.Equal([Casefile], _changes);
    }

    [Fact]
    public async Task OnAPhone_TheButtonSaysHowManyAreSetAndUnfoldsThem()
    {
        var filters = Filters(Casefile with { Topic = "signer", From = Now, To = Now.AddDays(1), Q = "x" });
        Assert.Contains("Filters (4)", filters.Find(".filters-toggle").TextContent, StringComparison.Ordinal);
        Assert.Equal("false", filters.Find(".filters-toggle").GetAttribute("aria-expanded"));

        await filters.InvokeAsync(() => filters.Find(".filters-toggle").Click());

        Assert.Equal("true", filters.Find(".filters-toggle").GetAttribute("aria-expanded"));
        Assert.Contains("open", filters.Find("#history-filters").ClassList);
    }

    private IRenderedComponent<HistoryFilters> Filters(EventFilter filter) =>
        Render<HistoryFilters>(x => x.Add(c => c.Filter, filter).Add(c => c.Names, Names).Add(c => c.FilterChanged, _changes.Add));
}
