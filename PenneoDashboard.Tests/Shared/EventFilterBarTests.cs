using Bunit;
using MudBlazor;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class EventFilterBarTests : ComponentTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<EventFilter> _changes = [];

    [Fact]
    public async Task Numbers_ChangeTheFilter()
    {
        var bar = Bar(new EventFilter { Topic = "signer" });

        await bar.InvokeAsync(() => bar.Find("[data-testid=filter-casefile]").InputAsync("531"));
        Clock.Advance(TimeSpan.FromSeconds(1));

        bar.WaitForAssertion(() => Assert.Equal([new EventFilter { Topic = "signer", CasefileId = 531 }], _changes), Patience);
    }

    [Fact]
    public void EventTypes_AreThoseOfTheTopic()
    {
        Assert.Equal(
            PenneoVocabulary.EventTypes.Where(x => x.Topic is null or "casefile").Select(x => x.EventType),
            Choices(Bar(new EventFilter { Topic = "casefile" }), "filter-event-type"));
        Assert.Equal(
            PenneoVocabulary.EventTypes.Select(x => x.EventType).Distinct(),
            Choices(Bar(EventFilter.All), "filter-event-type"));
    }

    [Fact]
    public void UnknownNames_StayChoosable()
    {
        var bar = Bar(new EventFilter { Topic = "folder", EventType = "moved" });

        Assert.Contains("folder", Choices(bar, "filter-topic"));
        Assert.Contains("moved", Choices(bar, "filter-event-type"));
    }

    [Theory]
    [InlineData("signer", "completed", "casefile", "completed")]
    [InlineData("casefile", "completed", "signer", null)]
    [InlineData("casefile", "rejected", "signer", "rejected")]
    [InlineData("casefile", "moved", "signer", "moved")]
    [InlineData("casefile", "completed", null, "completed")]
    [InlineData("casefile", "webhook.subscription.test", "signer", "webhook.subscription.test")]
    public async Task AnotherTopic_KeepsTheEventTypeOnlyIfItCanHaveIt(string from, string type, string? to, string? kept)
    {
        var bar = Bar(new EventFilter { Topic = from, EventType = type });

        await bar.InvokeAsync(() => Select(bar, "filter-topic").ValueChanged.InvokeAsync(to));

        Assert.Equal(new EventFilter { Topic = to, EventType = kept }, Assert.Single(_changes));
    }

    [Fact]
    public async Task Clear_TakesAllAway_AndIsThereOnlyWhenThereIsSomething()
    {
        Assert.Empty(Bar(EventFilter.All).FindAll("[data-testid=filter-clear]"));
        var bar = Bar(new EventFilter { Q = "x", From = Now });

        await bar.InvokeAsync(() => bar.Find("[data-testid=filter-clear]").Click());

        Assert.Equal([EventFilter.All], _changes);
    }

    [Fact]
    public void FurtherFilters_AreInTheSameRow() => Assert.NotNull(
        Render<EventFilterBar>(x => x.Add(c => c.Filter, EventFilter.All).AddChildContent("<b id='mine'>mine</b>")).Find("[data-testid=filter-bar] > #mine"));

    private IRenderedComponent<EventFilterBar> Bar(EventFilter filter) =>
        Render<EventFilterBar>(x => x.Add(c => c.Filter, filter).Add(c => c.FilterChanged, _changes.Add));

    private static MudSelect<string> Select(IRenderedComponent<EventFilterBar> bar, string testId) =>
        bar.FindComponents<MudSelect<string>>().Single(x => x.Instance.UserAttributes["data-testid"]!.Equals(testId)).Instance;

    private IEnumerable<string?> Choices(IRenderedComponent<EventFilterBar> bar, string testId) =>
        Render(Select(bar, testId).ChildContent!).FindComponents<MudSelectItem<string>>().Select(x => x.Instance.Value);
}
