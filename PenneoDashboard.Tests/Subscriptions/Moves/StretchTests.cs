using CsCheck;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions.Moves;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

/// <summary>What a stretch of deliveries says about the two sides of a move.</summary>
public sealed class StretchTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 24, 13, 0, 0, TimeSpan.Zero);
    private static readonly Coverage Coverage = new(["casefile"], ["sign.casefile.completed", "sign.casefile.expired", "sign.signer.signed"]);
    private static readonly Move Move = new() { Id = 3, CurrentId = 9, RunningSince = Since, Legacy = [new() { Endpoint = "", SubscriptionId = 1 }, new() { Endpoint = "", SubscriptionId = 2 }] };

    [Fact]
    public void ThroughBoth_IsCountedOnce_WhateverComesTwice()
    {
        var stretch = Stretch.Of(Move, Coverage, [Event(5, (10, 1), (11, 9), (12, 1), (13, 9))], after: 9);

        Assert.Equal((1, 0, 0), (stretch.Both, stretch.Added.Count, stretch.Settled.Count));
        Assert.Equal(["casefile"], stretch.Topics);
        Assert.Equal(0, Stretch.Of(Move, Coverage, [Event(5, (10, 1), (11, 9), (12, 9))], after: 11).Both);
    }

    [Theory]
    [InlineData(1, Side.Legacy)]
    [InlineData(2, Side.Legacy)]
    [InlineData(9, Side.Current)]
    public void ThroughOne_IsADifference_UntilTheOtherBringsIt(long through, Side side)
    {
        var first = Stretch.Of(Move, Coverage, [Event(5, (10, through))], after: 9);
        var again = Stretch.Of(Move, Coverage, [Event(5, (10, through), (11, through))], after: 10);
        var other = Stretch.Of(Move, Coverage, [Event(5, (10, through), (12, through == 9 ? 1 : 9))], after: 11);

        Assert.Equal((5, side, Since.AddSeconds(10)), Assert.Single(first.Added) is var x ? (x.Sequence, x.Side, x.FirstAt) : default);
        Assert.Empty(again.Added);
        Assert.Equal((1, 0), (other.Both, other.Added.Count));
        Assert.Equal([5], other.Settled);
    }

    [Fact]
    public void BeforeBothRan_IsLeftOut()
    {
        var before = Event(5, (10, 1)) with { OccurredAt = Since.AddMilliseconds(-1) };

        Assert.Empty(Stretch.Of(Move, Coverage, [before], after: 9).Added);
        Assert.Single(Stretch.Of(Move, Coverage, [before with { OccurredAt = Since }], after: 9).Added);
    }

    [Fact]
    public void AfterLegacyWasSwitchedOff_IsLeftOut()
    {
        var move = new Move { CurrentId = 9, RunningSince = Since, SwitchedOffAt = Since.AddSeconds(30) };

        Assert.Empty(Stretch.Of(move, Coverage, [Event(5, (10, 9)) with { OccurredAt = Since.AddSeconds(30) }], after: 9).Added);
        Assert.Single(Stretch.Of(move, Coverage, [Event(5, (10, 9)) with { OccurredAt = Since.AddSeconds(29) }], after: 9).Added);
    }

    [Theory]
    [InlineData("casefile", "expired", 0)]
    [InlineData("signer", "signed", 0)]
    [InlineData("casefile", "rejected", 1)]
    [InlineData("casefile", "brandNew", 1)]
    [InlineData(null, "webhook.subscription.test", 0)]
    [InlineData(null, null, 0)]
    public void WhatNotBothMustBring_IsNotCompared(string? topic, string? type, long leftOut)
    {
        var event1 = Event(5, (10, 1)) with { Topic = topic, EventType = type };
        var stretch = Stretch.Of(Move, Coverage, [event1, event1 with { Sequence = 6, Deliveries = Event(6, (11, 9)).Deliveries }], after: 9);

        Assert.Equal((0, 0, leftOut), (stretch.Both, stretch.Added.Count, stretch.LeftOut));
    }

    [Fact]
    public void Cuts_MakeNoDifference() =>
        Gen.Select(Gen.Select(Gen.Long[1, 6], Gen.Int[0, 2].Select(x => new long[] { 1, 2, 9 }[x])).Array[0, 40], Gen.Int[1, 12]).Sample((deliveries, length) =>
        {
            var log = deliveries.Select((x, i) => (Id: i + 1L, Sequence: x.Item1, Through: x.Item2)).ToList();
            var (both, oneSided) = (0L, new Dictionary<long, Side>());
            for (long after = 0; after < log.Count; after += length)
            {
                var until = after + length;
                var came = log.Where(x => x.Id > after && x.Id <= until).Select(x => x.Sequence).Distinct().Order()
                    .Select(s => Event(s, [.. log.Where(x => x.Sequence == s && x.Id <= until).Select(x => (x.Id, x.Through))])).ToList();
                var stretch = Stretch.Of(Move, Coverage, came, after);
                both += stretch.Both;
                foreach (var one in stretch.Settled)
                    Assert.True(oneSided.Remove(one));
                foreach (var one in stretch.Added)
                    oneSided.Add(one.Sequence, one.Side);
            }

            var byEvent = log.ToLookup(x => x.Sequence, x => x.Through == 9 ? Side.Current : Side.Legacy);
            Assert.Equal(byEvent.Count(x => x.Distinct().Count() == 2), both);
            Assert.Equal(
                byEvent.Where(x => x.Distinct().Count() == 1).Select(x => (x.Key, x.First())).OrderBy(x => x.Key),
                oneSided.Select(x => (x.Key, x.Value)).OrderBy(x => x.Key));
        });

    private static Arrival Event(long sequence, params (long Id, long Through)[] deliveries) => new(
        sequence, "casefile", "completed", Since.AddSeconds(1), 531, null, [.. deliveries.Select(x => new ArrivedThrough(x.Id, x.Through, Since.AddSeconds(x.Id)))]);
}
