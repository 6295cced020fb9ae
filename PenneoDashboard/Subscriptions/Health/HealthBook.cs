using System.Collections.Concurrent;
using PenneoDashboard.Events;

namespace PenneoDashboard.Subscriptions.Health;

/// <summary>What is remembered of every subscription's deliveries, in memory; the judge of each.</summary>
public sealed class HealthBook(ReceiverAnswers answers, TimeProvider time)
{
    private const int MostSamples = 300;

    private readonly ConcurrentDictionary<long, History> _histories = [];
    private IReadOnlyDictionary<long, RefusedSince> _refused = new Dictionary<long, RefusedSince>();

    /// <summary>Raised on any thread when what was refused has changed; a handler must only hand over.</summary>
    public event Action? RefusedChanged;

    /// <summary>By our id of the subscription; what is not in it has nothing refused.</summary>
    public void SetRefused(IReadOnlyDictionary<long, RefusedSince> refused)
    {
        var before = Interlocked.Exchange(ref _refused, refused);
        if (before.Count != refused.Count || refused.Any(x => before.GetValueOrDefault(x.Key) != x.Value))
            RefusedChanged?.Invoke();
    }

    /// <summary>How a subscription gets on now.</summary>
    public SubscriptionHealth Of(SubscriptionView x)
    {
        var history = _histories.GetValueOrDefault(x.Id) ?? History.Empty;
        var facts = new HealthFacts(history.Samples, history.Rhythm, answers.Of(x.Id), Volatile.Read(ref _refused).GetValueOrDefault(x.Id), answers.Since);
        return HealthRules.Of(x, facts, time.GetUtcNow());
    }

    internal void Add(IEnumerable<ArrivalMark> arrivals)
    {
        foreach (var one in arrivals.GroupBy(x => x.SubscriptionId, x => x.ReceivedAt))
            Change(one.Key, x => x with { Rhythm = x.Rhythm.With(one) });
    }

    /// <param name="deliveries">Each once, oldest first.</param>
    internal void Add(IEnumerable<DeliveryMark> deliveries)
    {
        foreach (var one in deliveries.GroupBy(x => x.SubscriptionId))
        {
            Change(one.Key, x => new History(
                [.. x.Samples.Concat(one.Select(d => new DeliverySample(d.ReceivedAt, d.ReceivedAt - d.EventTime, d.Attempt))).TakeLast(MostSamples)],
                x.Rhythm.With(one.Select(d => d.ReceivedAt))));
        }
    }

    // Only the monitor adds, so nothing is lost between the two.
    private void Change(long subscription, Func<History, History> change) => _histories[subscription] = change(_histories.GetValueOrDefault(subscription) ?? History.Empty);

    private sealed record History(DeliverySample[] Samples, ArrivalSlots Rhythm)
    {
        public static readonly History Empty = new([], ArrivalSlots.Empty);
    }
}
