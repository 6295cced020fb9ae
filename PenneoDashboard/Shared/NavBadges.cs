using System.Collections.Concurrent;

namespace PenneoDashboard.Shared;

/// <summary>The numbers beside entries of the menu, the same for everyone; features set them, each for its page.</summary>
public sealed class NavBadges
{
    private readonly ConcurrentDictionary<string, int> _counts = [];

    /// <summary>Raised on any thread when a number changes.</summary>
    public event Action? Changed;

    /// <summary>The number of a page, by its path; 0 shows none.</summary>
    public int Of(string path) => _counts.GetValueOrDefault(path);

    public void Set(string path, int count)
    {
        if (Of(path) == count)
            return;
        _counts[path] = count;
        Changed?.Invoke();
    }
}
