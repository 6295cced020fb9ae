using System.Collections.Concurrent;

namespace PenneoDashboard.Shared;

/// <summary>The numbers beside entries of the menu, the same for everyone; features set them, each for its page.</summary>
public sealed class NavBadges
{
    private readonly ConcurrentDictionary<string, (int Count, Func<int, string>? Meaning)> _badges = [];

    /// <summary>Raised on any thread when a number changes.</summary>
    public event Action? Changed;

    /// <summary>The number of a page, by its path; 0 shows none.</summary>
    public int Of(string path) => _badges.GetValueOrDefault(path).Count;

    /// <summary>What the number counts, in words with it; null for things named as the page is.</summary>
    public string? MeaningOf(string path) => _badges.GetValueOrDefault(path) is { Meaning: { } meaning, Count: var count } ? meaning(count) : null;

    /// <param name="meaning">See <see cref="MeaningOf"/>; asked for each reader, in their language.</param>
    public void Set(string path, int count, Func<int, string>? meaning = null)
    {
        if (Of(path) == count)
            return;
        _badges[path] = (count, meaning);
        Changed?.Invoke();
    }
}
