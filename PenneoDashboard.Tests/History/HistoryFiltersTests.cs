using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PenneoDashboard.Events;
using PenneoDashboard.History;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.History;

public sealed class HistoryFiltersTests : ComponentTest, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly EventFilter Casefile = new() { CasefileId = 531 };

    private static readonly Dictionary<long, SubscriptionName> Names = new()
    {
        [1] = new SubscriptionName(1, Generation.Legacy, "casefile", IsDeleted: false),
        [2] = new SubscriptionName(2, Generation.Legacy, "signer", IsDeleted: true),
    };

    private readonly List<HistoryQuery> _queries = [];
    private readonly LogFixture _log;

    public HistoryFiltersTests()
    {
        _log = new LogFixture();
        Services.AddSingleton(new FilterSuggestions(_log.Contexts));
    }

    private IReadOnlyList<EventFilter> Changes => [.. _queries.Select(x => x.Filter)];

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _log.DisposeAsync();
    }

    private BrowserTime Browser => Services.GetRequiredService<BrowserTime>();

    [Fact]
    public async Task Today_IsADayOfTheBrowsersCalendar()
    {
        var filters = Filters(Casefile);

        await filters.InvokeAsync(() => filters.FindComponent<MudSelect<DateChoice>>().Instance.ValueChanged.InvokeAsync(DateChoice.Today));

        Assert.Equal(
            [Casefile with { From = new DateTimeOffset(2026, 11, 23, 23, 0, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 11, 24, 23, 0, 0, TimeSpan.Zero) }], Changes);
    }

    [Fact]
    public async Task Custom_OffersDaysBothIncluded()
    {
        var filters = Filters(Casefile);
        Assert.Empty(filters.FindAll("[data-testid=filter-from]"));

        await filters.InvokeAsync(() => filters.FindComponent<MudSelect<DateChoice>>().Instance.ValueChanged.InvokeAsync(DateChoice.Custom));
        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-from]").Change("2026-11-01"));
        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-to]").Change("2026-11-02"));

        Assert.Equal(DayRange.Days(Browser, new DateOnly(2026, 11, 1), null).From, Changes[0].From);
        Assert.Equal(DayRange.Days(Browser, null, new DateOnly(2026, 11, 2)).To, Changes[1].To);
        Assert.All(Changes, x => Assert.Equal(531, x.CasefileId));
    }

    [Fact]
    public async Task DateStillBeingTyped_ChangesNothing()
    {
        var filters = Filters(Casefile with { From = Now.AddDays(-100) });

        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-from]").Change("0002-11-01"));

        Assert.Empty(Changes);
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

        filters.Render(x => x.Add(c => c.Query, HistoryQuery.All));

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

        filters.WaitForAssertion(() => Assert.Equal([Casefile with { Q = expected }], Changes), Patience);
    }

    [Fact]
    public async Task ActiveFilter_IsSwitchedOffWithoutLosingItsValue_AndOnAgain()
    {
        var filters = Filters(Casefile with { Topic = "signer" });
        Assert.Equal(["Casefile: 531", "Topic: signer"], filters.FindAll("[data-testid=active-filter] .text").Select(x => x.TextContent));

        await filters.InvokeAsync(() => filters.Find("[data-part=Topic] .switch").Click());
        var off = Assert.Single(_queries);
        Assert.Equal((Casefile with { Topic = "signer" }, Casefile), (off.Filter, off.InForce));

        filters.Render(x => x.Add(c => c.Query, off));
        Assert.Equal(("off", "false"), (filters.Find("[data-part=Topic]").GetAttribute("data-state"), filters.Find("[data-part=Topic] .switch").GetAttribute("aria-pressed")));
        await filters.InvokeAsync(() => filters.Find("[data-part=Topic] .switch").Click());
        Assert.Equal(off.Filter, _queries[^1].InForce);
    }

    [Fact]
    public async Task ActiveFilter_IsTakenAway_OneOrAll()
    {
        var filters = Filters(Casefile with { Recognized = true, Duplicates = true, Verification = Verification.Verified });
        Assert.Equal(["Casefile: 531", "Signature: Verified", "Delivered: More than once", "Message: recognized"], filters.FindAll("[data-testid=active-filter] .text").Select(x => x.TextContent));

        await filters.InvokeAsync(() => filters.Find("[aria-label='Remove Message: recognized']").Click());
        Assert.Equal(Casefile with { Duplicates = true, Verification = Verification.Verified }, Changes[^1]);
        await filters.InvokeAsync(() => filters.Find("[data-testid=filter-clear]").Click());
        Assert.Equal(HistoryQuery.All, _queries[^1]);
    }

    [Theory]
    [InlineData("2026-11-24", "2026-11-24", "Date: Today")]
    [InlineData("2026-11-01", "2026-11-03", "Date: 1 Nov 2026 – 3 Nov 2026")]
    [InlineData("2026-11-01", null, "Date: from 1 Nov 2026")]
    [InlineData(null, "2026-11-03", "Date: until 3 Nov 2026")]
    public void Dates_AreToldInWords(string? first, string? last, string expected)
    {
        var range = DayRange.Days(Browser, first is null ? null : DateOnly.Parse(first, CultureInfo.InvariantCulture), last is null ? null : DateOnly.Parse(last, CultureInfo.InvariantCulture));

        Assert.Equal(expected, Filters(new EventFilter { From = range.From, To = range.To }).Find("[data-testid=active-filter] .text").TextContent);
    }

    [Fact]
    public async Task Types_SeveralAtOnce_EachWithItsCount()
    {
        await _log.StoreAsync(LogFixture.Signer(1, 11, "signed", second: 1), LogFixture.Signer(1, 12, "signed", second: 2), LogFixture.Casefile(1, "folded", 5));
        var filters = Filters(EventFilter.All);
        var select = filters.FindComponents<MudSelect<string>>().Single(x => x.Instance.Label == "Event types").Instance;
        filters.WaitForState(() => filters.FindComponents<MudSelectItem<string>>().Any(x => x.Instance.Value == "folded"), Patience);
        Assert.Equal("2", Render(filters.FindComponents<MudSelectItem<string>>().Single(x => x.Instance.Value == "signed").Instance.ChildContent!).Find(".muted").TextContent);

        await filters.InvokeAsync(() => select.SelectedValuesChanged.InvokeAsync(["signed", "opened"]));

        Assert.Equal(new EventFilter { EventType = NameSet.Of(["opened", "signed"]) }, Changes[^1]);
    }

    [Fact]
    public async Task Casefiles_AreSuggestedByTheirNumber()
    {
        await _log.StoreAsync(LogFixture.Casefile(5, "completed", 5), LogFixture.Casefile(53, "completed", 5), LogFixture.Casefile(531, "completed", 5, 1).Replace("\"status\":5", "\"status\":5,\"title\":\"Lease\"", StringComparison.Ordinal), LogFixture.Casefile(6, "completed", 5));
        var filters = Filters(new EventFilter { CasefileId = 53 });

        await filters.InvokeAsync(() => filters.FindAll(".id-field")[0].FocusIn());

        filters.WaitForAssertion(() => Assert.Equal([("53", "1 event"), ("531", "Lease · 1 event")], filters.FindAll("datalist")[0].Children.Select(x => (x.GetAttribute("value"), x.GetAttribute("label")))), Patience);
        Assert.Equal(filters.FindAll("datalist")[0].Id, filters.Find("[data-testid=filter-casefile]").GetAttribute("list"));
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
        Render<HistoryFilters>(x => x.Add(c => c.Query, new HistoryQuery(filter)).Add(c => c.Names, Names).Add(c => c.QueryChanged, _queries.Add));
}
