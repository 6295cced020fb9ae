using System.Diagnostics;

namespace PenneoDashboard.Bench.Load;

/// <summary>Every single duration, kept in an array that is there from the start.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly int[] _microseconds = new int[capacity];
    private int _count;

    public int Count => Math.Min(Volatile.Read(ref _count), _microseconds.Length);

    /// <param name="ticks">Of <see cref="Stopwatch"/>.</param>
    /// <exception cref="InvalidOperationException">There is no more room.</exception>
    public void Add(long ticks)
    {
        var at = Interlocked.Increment(ref _count) - 1;
        if (at >= _microseconds.Length)
            throw new InvalidOperationException($"More than {_microseconds.Length} latencies.");
        _microseconds[at] = (int)Math.Min(int.MaxValue, ticks / (Stopwatch.Frequency / 1_000_000));
    }

    /// <summary>Sorts what there is; nothing may be added any more.</summary>
    public Percentiles Percentiles()
    {
        var sorted = _microseconds.AsSpan(0, Count);
        sorted.Sort();
        return new Percentiles(At(sorted, 0.5), At(sorted, 0.99), At(sorted, 0.999), At(sorted, 1));
    }

    private static double At(ReadOnlySpan<int> sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)] / 1000.0;
}

/// <summary>In milliseconds, exact: the value that so many durations do not exceed.</summary>
internal readonly record struct Percentiles(double P50, double P99, double P999, double Most);
