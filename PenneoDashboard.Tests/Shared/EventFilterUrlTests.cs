using Bunit.TestDoubles;
using CsCheck;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Events;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class EventFilterUrlTests : ComponentTest
{
    private static readonly Gen<string?> Text = Gen.OneOf<string?>(null, "signer", "a&b=<c>", "100% #1", "æøå", "+ +", "?", "../x");

    private static readonly Gen<EventFilter> Filters = Gen.Select(
        Gen.Select(Gen.OneOf<long?>(null, 0, -1, 531, long.MaxValue), Gen.OneOf<long?>(null, 9001), Gen.OneOf<long?>(null, 2)),
        Gen.Select(Text, Text, Text),
        Gen.Select(Gen.Long[0, 4_000_000_000_000_000], Gen.Int[0, 3]),
        Gen.Select(Gen.OneOf<bool?>(null, true, false), Gen.OneOf<bool?>(null, true, false), Gen.OneOf<Verification?>(null, Verification.Unsigned, Verification.Verified), Text),
        (ids, texts, times, rest) => new EventFilter
        {
            CasefileId = ids.Item1,
            SignerId = ids.Item2,
            SubscriptionId = ids.Item3,
            Topic = texts.Item1,
            EventType = NameSet.Of([texts.Item2, rest.Item4]),
            Q = texts.Item3,
            From = (times.Item2 & 1) == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(times.Item1 * 10),
            To = (times.Item2 & 2) == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((times.Item1 + 1) * 10),
            Recognized = rest.Item1,
            Duplicates = rest.Item2,
            Verification = rest.Item3,
        });

    private BunitNavigationManager Navigation => (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Filters_ComeBackFromTheirAddress() => Filters.Sample(
        filter =>
        {
            Navigation.NavigateTo("/history?casefileId=1&q=old&before=9");
            Navigation.ReplaceFilter(filter);
            Assert.Equal(filter, Navigation.QueryFilter());

            Navigation.NavigateTo(Navigation.FilterLink("/history?before=7", filter));
            Assert.Equal(filter, Navigation.QueryFilter());
            Assert.Equal(7, Navigation.QueryNumber("before"));
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void Link_StartsAtTheRootAndNamesOnlyWhatIsSet()
    {
        Assert.Equal("/history?casefileId=531&signerId=9001", Navigation.FilterLink("/history", new EventFilter { CasefileId = 531, SignerId = 9001 }));
        Assert.Equal("/history", Navigation.FilterLink("/history", EventFilter.All));
    }

    [Fact]
    public void TimesInALink_MayHaveAnyOffset()
    {
        Navigation.NavigateTo("/history?from=2026-11-24T14%3A00%3A00%2B01%3A00&to=2026-11-25");

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 13, 0, 0, TimeSpan.Zero), Navigation.QueryFilter().From);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero), Navigation.QueryFilter().To);
    }

    [Fact]
    public void Nonsense_IsLeftOut()
    {
        Navigation.NavigateTo("/history?casefileId=x&signerId=1e5&from=soon&recognized=maybe&topic=&q=");

        Assert.Equal(EventFilter.All, Navigation.QueryFilter());
    }
}
