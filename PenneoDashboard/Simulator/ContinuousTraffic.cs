namespace PenneoDashboard.Simulator;

/// <summary>Events at a chosen rate, spread over a pool of casefiles in which one that ends is replaced by a new one.</summary>
public sealed class ContinuousTraffic(
    SubscriptionBook book,
    SimulatedCasefiles casefiles,
    DeliveryService deliveries,
    EventClock clock,
    SimulatorChanges changes,
    TimeProvider time) : IAsyncDisposable
{
    public const double MinRate = 0.2;
    public const double MaxRate = 200;

    private static readonly TimeSpan MeasuredOver = TimeSpan.FromSeconds(5);

    /// <summary>How soon a changed rate takes effect at the latest.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Queue<long> _published = new();
    private readonly List<CasefileRun> _pool = [];
    private double _rate;
    private long _startedAt;
    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;

    /// <summary>The chosen rate; 0 while stopped.</summary>
    public double EventsPerSecond => Volatile.Read(ref _rate);

    /// <summary>What really went out, over the last five seconds.</summary>
    public double MeasuredEventsPerSecond
    {
        get
        {
            lock (_gate)
            {
                Forget();
                if (_stopping is null)
                    return 0;
                var span = Math.Min(MeasuredOver.TotalSeconds, time.GetElapsedTime(_startedAt).TotalSeconds);
                return _published.Count / Math.Max(span, 1);
            }
        }
    }

    /// <param name="eventsPerSecond">0 to stop, else between <see cref="MinRate"/> and <see cref="MaxRate"/>.</param>
    public void SetRate(double eventsPerSecond)
    {
        lock (_gate)
        {
            Volatile.Write(ref _rate, eventsPerSecond);
            if (eventsPerSecond <= 0)
            {
                _stopping?.Cancel();
                _stopping = null;
                _published.Clear();
            }
            else if (_stopping is null)
            {
                _stopping = new CancellationTokenSource();
                _startedAt = time.GetTimestamp();
                var (before, token) = (_running, _stopping.Token);
                _running = Task.Run(() => RunAsync(before, token), CancellationToken.None);
            }
        }
        changes.Notify();
    }

    public Task StopAsync()
    {
        SetRate(0);
        return _running;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <param name="before">An earlier run that may be ending: the pool is for one at a time.</param>
    private async Task RunAsync(Task before, CancellationToken stopping)
    {
        await before;
        var last = time.GetTimestamp();
        var owed = 1.0;
        while (!stopping.IsCancellationRequested)
        {
            var rate = EventsPerSecond;
            var now = time.GetTimestamp();

            // After a stall at most half a second is made up for: a burst would be another rate than the chosen one.
            owed = Math.Min(owed + (rate * time.GetElapsedTime(last, now).TotalSeconds), Math.Max(1, rate / 2));
            last = now;
            for (; owed >= 1; owed--)
                PublishOne(rate);
            var wait = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0.005, (1 - owed) / rate)) : LongestWait;
            try
            {
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void PublishOne(double rate)
    {
        var size = (int)Math.Clamp(rate * 2, 4, 60);
        while (_pool.Count < size)
            _pool.Add(CasefileRun.Create(AnyRequest(Random.Shared), book, casefiles, time.GetUtcNow()));
        var index = Random.Shared.Next(_pool.Count);
        var run = _pool[index];
        deliveries.Publish(run.Next(clock));
        if (run.Finished)
            _pool.RemoveAt(index);
        lock (_gate)
        {
            Forget();
            _published.Enqueue(time.GetTimestamp());
        }
        changes.Notify();
    }

    /// <summary>Mostly what goes well: a dashboard full of trouble would teach nobody to notice any.</summary>
    internal static ScenarioRequest AnyRequest(Random random) => new()
    {
        Signers = random.Next(1, 5),
        Rounds = random.Next(1, 3),
        Outcome = random.Next(100) switch
        {
            < 85 => ScenarioOutcome.HappyPath,
            < 93 => ScenarioOutcome.Rejection,
            < 98 => ScenarioOutcome.Undeliverable,
            _ => ScenarioOutcome.Failure,
        },
        RepeatEvents = random.Next(4) == 0,
        Payload = random.Next(2) == 0 ? ScenarioPayload.Full : ScenarioPayload.Minimal,
    };

    private void Forget()
    {
        while (_published.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > MeasuredOver)
            _published.Dequeue();
    }
}
