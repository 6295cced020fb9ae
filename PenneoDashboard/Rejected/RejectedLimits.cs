namespace PenneoDashboard.Rejected;

/// <summary>
/// How much of what was refused is kept. Whoever knows a receive URL can send anything there, so each bound holds for one
/// subscription and for all together.
/// </summary>
internal sealed record RejectedLimits
{
    private const long MiB = 1024 * 1024;

    /// <summary>What the table holds; beyond it the oldest go.</summary>
    public Bounds PerSubscription { get; init; } = new(2_000, 32 * MiB);

    /// <inheritdoc cref="PerSubscription" />
    public Bounds Total { get; init; } = new(10_000, 128 * MiB);

    /// <summary>What may come at once.</summary>
    public Bounds BurstPerSubscription { get; init; } = new(300, 8 * MiB);

    /// <inheritdoc cref="BurstPerSubscription" />
    public Bounds BurstTotal { get; init; } = new(1_000, 16 * MiB);

    /// <summary>What may come each second after that.</summary>
    public Bounds PerSecondAndSubscription { get; init; } = new(2, MiB / 4);

    /// <inheritdoc cref="PerSecondAndSubscription" />
    public Bounds PerSecondTotal { get; init; } = new(10, MiB);

    /// <summary>Rows in one transaction, few, so that the log's writer never waits long for the database.</summary>
    public int BatchLength { get; init; } = 100;

    /// <summary>Between two transactions.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Larger bodies are only looked into when somebody asks for it.</summary>
    public int LargestBodyToVary { get; init; } = 256 * 1024;

    /// <summary>A number of deliveries, and of bytes.</summary>
    internal sealed record Bounds(int Rows, long Bytes);
}
