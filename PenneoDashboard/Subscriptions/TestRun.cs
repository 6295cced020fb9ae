namespace PenneoDashboard.Subscriptions;

/// <summary>A test of the current service that was asked of Penneo.</summary>
/// <param name="AskedAt">UTC, before Penneo was called.</param>
/// <param name="Expected">Our ids of the subscriptions through which its event should come to us.</param>
public sealed record TestRun(DateTimeOffset AskedAt, IReadOnlyList<long> Expected)
{
    /// <summary>An event that has not come by then is said to be missing. Penneo sends within a second or two, and tries again later.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>UTC.</summary>
    public DateTimeOffset LateAt => AskedAt + Patience;

    /// <summary>How it stands with one of <see cref="Expected"/>.</summary>
    public TestOutcome OutcomeOf(SubscriptionView? subscription, DateTimeOffset now) => subscription switch
    {
        null => TestOutcome.Deleted,
        { LastTestAt: { } at } when at >= AskedAt => TestOutcome.Arrived,
        _ => now >= LateAt ? TestOutcome.Missing : TestOutcome.Waiting,
    };
}

/// <summary>What became of a test event.</summary>
public enum TestOutcome
{
    Waiting,
    Arrived,
    Missing,

    /// <summary>The subscription is gone.</summary>
    Deleted,
}

/// <summary>Whom a test of the current service reaches.</summary>
/// <param name="Ours">Ours whose events come to us.</param>
/// <param name="Others">Endpoints of other systems; whether something arrives there can't be seen from here.</param>
public sealed record TestAudience(IReadOnlyList<SubscriptionView> Ours, IReadOnlyList<string> Others)
{
    internal static TestAudience Of(IReadOnlyList<SubscriptionView> rows, IReadOnlyList<SubscriptionElsewhere> elsewhere) => new(
        [.. rows.Where(x => x is { GetsTests: true, ReceiveUrl: not null })],
        [
            .. rows.Where(x => x is { GetsTests: true, ReceiveUrl: null }).Select(x => x.Endpoint),
            .. elsewhere.Where(x => x is { Generation: Generation.Current, IsPaused: false } && x.EventTypes?.Contains(Penneo.PenneoVocabulary.TestEventType) == true).Select(x => x.Endpoint ?? ""),
        ]);

    /// <summary>True when a test of <paramref name="id"/> reaches nobody else.</summary>
    public bool IsOnly(long id) => Others.Count == 0 && Ours is [var only] && only.Id == id;
}
