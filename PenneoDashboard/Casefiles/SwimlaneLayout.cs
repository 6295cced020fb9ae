using PenneoDashboard.Events;

namespace PenneoDashboard.Casefiles;

/// <summary>How time runs over the picture.</summary>
public enum SwimlaneScale
{
    /// <summary>Long waits are shortened, so that what came close together can be told apart.</summary>
    Even,

    /// <summary>As long as it took.</summary>
    True,
}

/// <summary>One event in the picture.</summary>
/// <param name="Lane">Its line, from 0.</param>
/// <param name="X">From 0 to 1.</param>
/// <param name="Side">Where there is room for its label.</param>
public sealed record SwimlaneMark(EventItem Event, int Lane, double X, SwimlaneSide Side);

/// <summary>The side of a mark where its label stands.</summary>
public enum SwimlaneSide
{
    /// <summary>Neither has room, so it shows only when the mark is looked at.</summary>
    None,
    After,
    Before,
}

/// <summary>A line of the picture.</summary>
/// <param name="SignerId">Null for what happened to the casefile itself.</param>
/// <param name="From">Where its first mark stands, from 0 to 1.</param>
/// <param name="To">Where its last one stands.</param>
public sealed record SwimlaneLane(long? SignerId, double From, double To);

/// <summary>A time on the picture's axis.</summary>
/// <param name="IsDay">True where a day begins to be shown, so that its date belongs there.</param>
public sealed record SwimlaneTick(DateTimeOffset At, double X, bool IsDay);

/// <summary>A wait that the picture shortens.</summary>
public sealed record SwimlaneGap(double X, TimeSpan Length);

/// <summary>Where everything stands in the picture of a casefile over time; no size of any screen is in it.</summary>
public sealed class SwimlaneLayout
{
    /// <summary>What the picture is at least wide, in pixels, before it is zoomed.</summary>
    public const int LeastWidth = 680;

    private const double Margin = 0.02;
    private const double TickWidth = 92;
    private const double LetterWidth = 7.2;
    private const double MarkWidth = 26;

    private static readonly TimeSpan LongWait = TimeSpan.FromHours(6);

    /// <param name="events">Oldest first.</param>
    /// <param name="signers">Their lines, from above; the casefile's own is over them.</param>
    /// <param name="zoom">How many times as wide as it is at least.</param>
    /// <param name="label">What stands beside a mark.</param>
    /// <param name="day">The day an instant falls on, for the reader.</param>
    public SwimlaneLayout(
        IReadOnlyList<EventItem> events, IReadOnlyList<long> signers, SwimlaneScale scale, double zoom, Func<EventItem, string> label, Func<DateTimeOffset, DateOnly> day)
    {
        var laneOf = signers.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i + 1);
        var width = LeastWidth * zoom;
        var xs = Places(events, scale);
        var marks = events.Select((x, i) => new SwimlaneMark(x, x.SignerId is { } signer && laneOf.TryGetValue(signer, out var lane) ? lane : 0, xs[i], SwimlaneSide.None)).ToList();
        Marks = Labelled(marks, x => ((label(x.Event).Length * LetterWidth) + MarkWidth) / width);
        Lanes = [.. Enumerable.Range(0, signers.Count + 1).Select(lane => Marks.Where(x => x.Lane == lane).Select(x => x.X).ToList() is { Count: > 0 } own
            ? new SwimlaneLane(lane == 0 ? null : signers[lane - 1], own[0], own[^1])
            : new SwimlaneLane(lane == 0 ? null : signers[lane - 1], 0, 0))];
        Ticks = [.. TicksOf(width, day)];
        Gaps = scale == SwimlaneScale.True ? [] : [.. Marks.Zip(Marks.Skip(1)).Select(x => (At: (x.First.X + x.Second.X) / 2, Wait: x.Second.Event.OccurredAt - x.First.Event.OccurredAt, Room: x.Second.X - x.First.X))
            .Where(x => x.Wait >= LongWait && x.Room * width > 36).Select(x => new SwimlaneGap(x.At, x.Wait))];
    }

    /// <summary>The casefile's line first.</summary>
    public IReadOnlyList<SwimlaneLane> Lanes { get; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SwimlaneMark> Marks { get; }

    public IReadOnlyList<SwimlaneTick> Ticks { get; }

    public IReadOnlyList<SwimlaneGap> Gaps { get; }

    private static double[] Places(IReadOnlyList<EventItem> events, SwimlaneScale scale)
    {
        var places = new double[events.Count];
        for (var i = 1; i < events.Count; i++)
            places[i] = places[i - 1] + Step(events[i - 1], events[i], scale);
        var whole = places.Length == 0 ? 0 : places[^1];
        return whole <= 0 ? [.. places.Select(_ => 0.5)] : [.. places.Select(x => Margin + (x / whole * (1 - (2 * Margin))))];
    }

    // Ten times the wait is a step more, not ten times the way.
    private static double Step(EventItem before, EventItem after, SwimlaneScale scale)
    {
        var seconds = Math.Max(0, (after.OccurredAt - before.OccurredAt).TotalSeconds);
        if (scale == SwimlaneScale.True)
            return seconds;
        return seconds == 0 && before.SignerId != after.SignerId ? 0 : 1 + (0.6 * Math.Log10(1 + seconds));
    }

    // From the left: after its mark where it fits, else before it, if the label before leaves that free.
    private static List<SwimlaneMark> Labelled(List<SwimlaneMark> marks, Func<SwimlaneMark, double> length)
    {
        var labelled = marks.ToList();
        foreach (var lane in marks.Select((mark, i) => (mark, i)).GroupBy(x => x.mark.Lane).Select(x => x.ToList()))
        {
            var taken = 0.0;
            for (var n = 0; n < lane.Count; n++)
            {
                var (mark, i) = lane[n];
                var next = n + 1 < lane.Count ? lane[n + 1].mark.X : 1;
                var side = mark.X + length(mark) <= next ? SwimlaneSide.After : mark.X - length(mark) >= taken ? SwimlaneSide.Before : SwimlaneSide.None;
                labelled[i] = mark with { Side = side };
                taken = side == SwimlaneSide.After ? mark.X + length(mark) : mark.X;
            }
        }

        return labelled;
    }

    private IEnumerable<SwimlaneTick> TicksOf(double width, Func<DateTimeOffset, DateOnly> day)
    {
        SwimlaneTick? last = null;
        foreach (var mark in Marks)
        {
            if (last is not null && (mark.X - last.X) * width < TickWidth)
                continue;
            last = new SwimlaneTick(mark.Event.OccurredAt, mark.X, last is null || day(mark.Event.OccurredAt) != day(last.At));
            yield return last;
        }
    }
}
