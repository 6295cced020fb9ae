using Bunit.TestDoubles;
using CsCheck;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.History;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.History;

/// <summary>Switching parts of a filter off and on, and the address that holds it all.</summary>
public sealed class HistoryQueryTests : ComponentTest
{
    private static readonly Gen<EventFilter> Filters = Gen.Select(
        Gen.Select(Gen.OneOf<long?>(null, 531), Gen.OneOf<long?>(null, 9001), Gen.OneOf<long?>(null, 2)),
        Gen.Select(Gen.OneOf<string?>(null, "signer"), Gen.OneOf<string?>(null, "signed", "a,b"), Gen.OneOf<string?>(null, "lease -x", "&off=q")),
        Gen.Select(Gen.OneOf<bool?>(null, true, false), Gen.OneOf<bool?>(null, true, false), Gen.OneOf<Verification?>(null, Verification.Verified), Gen.OneOf<CasefileState?>(null, CasefileState.InProgress)),
        Gen.Int[0, 3],
        (ids, texts, rest, dates) => new EventFilter
        {
            CasefileId = ids.Item1,
            SignerId = ids.Item2,
            SubscriptionId = ids.Item3,
            Topic = texts.Item1,
            EventType = texts.Item2,
            Q = texts.Item3,
            Recognized = rest.Item1,
            Duplicates = rest.Item2,
            Verification = rest.Item3,
            State = rest.Item4,
            From = (dates & 1) == 0 ? null : Now,
            To = (dates & 2) == 0 ? null : Now.AddDays(1),
        });

    private static readonly Gen<HistoryQuery> Queries = Gen.Select(Filters, Gen.Int[0, 2047], Gen.Bool, (filter, off, oldest) =>
        new HistoryQuery(filter) is var query ? query with { Off = (FilterParts)off & query.Set.Aggregate(FilterParts.None, (all, x) => all | x), OldestFirst = oldest } : query);

    private BunitNavigationManager Navigation => (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Queries_ComeBackFromTheirAddress() => Gen.Select(Queries, Gen.OneOf<long?>(null, 7)).Sample(
        (query, cursor) =>
        {
            Navigation.NavigateTo(Navigation.HistoryLink(query, cursor));

            Assert.Equal(query, Navigation.QueryHistory());
            Assert.Equal(cursor, Navigation.QueryCursor(query.OldestFirst));
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void SwitchingTwice_ChangesNothing_AndOnceOnlyThatPart() => Gen.Select(Queries, Gen.OneOf<FilterParts>([.. HistoryQuery.Parts])).Sample(
        (query, part) =>
        {
            Assert.Equal(query, query.Switch(part).Switch(part));
            Assert.Equal(query.Filter, query.Switch(part).Filter);
            Assert.Equal(query.Set.Where(x => x != part), query.Remove(part).Set);
            Assert.All(query.Remove(part).Set, x => Assert.Equal(query.IsOn(x), query.Remove(part).IsOn(x)));
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void AnotherValue_SwitchesItsPartOn_AndLeavesTheOthersAsTheyAre() => Gen.Select(Queries, Filters).Sample(
        (query, filter) =>
        {
            var changed = query.Change(filter);

            Assert.Equal(filter, changed.Filter);
            Assert.Equal(query, query.Change(query.Filter));
            Assert.All(changed.Set.Where(x => !changed.IsOn(x)), x => Assert.False(query.IsOn(x)));
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void ValueOfASwitchedOffPart_ChangedByHand_IsInForce()
    {
        var off = new HistoryQuery(new EventFilter { CasefileId = 1, Topic = "signer" }, FilterParts.Casefile | FilterParts.Topic);

        var changed = off.Change(off.Filter with { CasefileId = 2 });

        Assert.Equal(new EventFilter { CasefileId = 2 }, changed.InForce);
        Assert.Equal("/history?off=topic&casefileId=2&topic=signer", Navigation.HistoryLink(changed));
    }

    [Theory]
    [InlineData("/history?off=topic,nonsense", "/history")]
    [InlineData("/history?topic=signer&off=topic&order=newest", "/history?off=topic&topic=signer")]
    public void AddressesThatPeopleEdited_AreRead(string address, string expected)
    {
        Navigation.NavigateTo(address);

        Assert.Equal(expected, Navigation.HistoryLink(Navigation.QueryHistory()));
    }
}
