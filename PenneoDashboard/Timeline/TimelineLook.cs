namespace PenneoDashboard.Timeline;

/// <summary>How close the lines stand.</summary>
public enum Density
{
    Comfortable,
    Compact,
}

/// <summary>What a person chose for the timeline; kept in their browser.</summary>
/// <param name="Keys">Whether single letters work as shortcuts; people who dictate need them off (WCAG 2.1.4).</param>
public sealed record TimelineLook(Density Density = Density.Comfortable, bool Keys = true);

/// <summary>Which casefiles are folded.</summary>
public sealed class Folds
{
    private readonly HashSet<long> _exceptions = [];

    /// <summary>True when those are folded that were not unfolded one by one.</summary>
    public bool All { get; private set; }

    public bool IsFolded(long casefileId) => All ^ _exceptions.Contains(casefileId);

    public void Toggle(long casefileId)
    {
        if (!_exceptions.Remove(casefileId))
            _exceptions.Add(casefileId);
    }

    /// <summary>Folds every casefile, or unfolds every one.</summary>
    public void Toggle()
    {
        All = !All;
        _exceptions.Clear();
    }
}

/// <summary>Tells people who hear the page that events came, without talking all the time.</summary>
public sealed class Announcer(TimeProvider time)
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);

    private long? _told;
    private long _toldAt;

    /// <param name="last">The newest event shown; null when nothing is to be told now.</param>
    /// <returns>What to say; null to leave what was said.</returns>
    public string? Tell(long? last)
    {
        if (last is not { } now || now == _told)
            return null;
        if (_told is { } before)
        {
            if (time.GetElapsedTime(_toldAt) < Often)
                return null;
            (_told, _toldAt) = (now, time.GetTimestamp());
            return now - before == 1 ? Say("1 new event") : Say($"{now - before:N0} new events");
        }

        // What was there when the page opened is no news.
        (_told, _toldAt) = (now, time.GetTimestamp());
        return null;
    }
}
