using CsCheck;
using PenneoDashboard.Casefiles;
using PenneoDashboard.Events;
using PenneoDashboard.Tests.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Casefiles;

public sealed class SwimlaneLayoutTests
{
    [Fact]
    public void EveryEvent_HasItsPlace_InTheOrderOfTime() => Gen.Select(AnyEvents.Some, Gen.OneOf(Enum.GetValues<SwimlaneScale>()), Gen.Double[1, 24]).Sample((some, scale, zoom) =>
    {
        var events = some.OrderBy(x => x, EventItem.ByTime).ToList();
        var layout = Of(events, scale, zoom);

        Assert.Equal(events, layout.Marks.Select(x => x.Event));
        Assert.All(layout.Marks, x => Assert.InRange(x.X, 0, 1));
        Assert.All(layout.Marks.Zip(layout.Marks.Skip(1)), x => Assert.True(x.First.X <= x.Second.X));
        Assert.All(layout.Marks, x => Assert.Equal(x.Event.SignerId, layout.Lanes[x.Lane].SignerId));
        Assert.All(layout.Lanes, x => Assert.True(x.From <= x.To));
    });

    [Fact]
    public void LongWaits_AreShortened_AndSaid()
    {
        EventItem[] events = [Happened.Signer("requestActivated", 0), Happened.Signer("requestSent", 1), Happened.Signer("opened", 60 * 24 * 3), Happened.Signer("signed", (60 * 24 * 3) + 1)];

        var even = Of(events, SwimlaneScale.Even);
        var real = Of(events, SwimlaneScale.True);

        Assert.InRange(even.Marks[1].X, 0.2, 0.4);
        Assert.InRange(real.Marks[1].X, 0.02, 0.03);
        Assert.Equal(3, Math.Round(Assert.Single(even.Gaps).Length.TotalDays));
        Assert.Empty(real.Gaps);
    }

    [Fact]
    public void SameLane_AtOneInstant_AreBesideEachOther_OtherLanesBelow()
    {
        EventItem[] events = [Happened.Signer("requestActivated", 0), Happened.Signer("requestSent", 0), Happened.Signer("requestActivated", 0, 9002), Happened.Signer("signed", 9)];

        var marks = Of(events, SwimlaneScale.Even).Marks;

        Assert.True(marks[0].X < marks[1].X);
        Assert.Equal(marks[1].X, marks[2].X);
        Assert.Equal((1, 2), (marks[1].Lane, marks[2].Lane));
    }

    [Fact]
    public void Labels_StandWhereThereIsRoom_AndMoreOfThemCloserUp()
    {
        EventItem[] events = [.. Enumerable.Range(0, 40).Select(i => Happened.Signer("opened", i))];

        Assert.Equal(SwimlaneSide.Before, Of([Happened.Signer("opened", 0), Happened.Signer("signed", 9)], SwimlaneScale.Even).Marks[1].Side);
        Assert.True(Of(events, SwimlaneScale.Even).Marks.Count(x => x.Side != SwimlaneSide.None) < 5);
        Assert.All(Of(events, SwimlaneScale.Even, 12).Marks, x => Assert.NotEqual(SwimlaneSide.None, x.Side));
    }

    [Fact]
    public void Days_AreSaidWhereTheyBegin()
    {
        var layout = Of([Happened.Signer("requestSent", 0), Happened.Signer("opened", 30), Happened.Signer("signed", 60 * 24)], SwimlaneScale.Even, 4);

        Assert.Equal([true, false, true], layout.Ticks.Select(x => x.IsDay));
    }

    [Fact]
    public void OneEvent_StandsInTheMiddle_AndOfUnknownSigners_OnTheCasefilesLine()
    {
        var layout = Of([Happened.Signer("signed", 1, 404)], SwimlaneScale.True);

        Assert.Equal((0.5, 0), (Assert.Single(layout.Marks).X, layout.Marks[0].Lane));
    }

    private static SwimlaneLayout Of(IReadOnlyList<EventItem> events, SwimlaneScale scale, double zoom = 1) =>
        new(events, [9001, 9002, 9003, 9004], scale, zoom, x => x.EventType ?? "", x => DateOnly.FromDateTime(x.UtcDateTime));
}
