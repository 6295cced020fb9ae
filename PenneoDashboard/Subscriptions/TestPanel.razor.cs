using Microsoft.AspNetCore.Components;

namespace PenneoDashboard.Subscriptions;

/// <summary>Ticks each subscription as the test's event comes through it, and says which did not in time.</summary>
public sealed partial class TestPanel : IDisposable
{
    private ITimer? _timer;
    private DateTimeOffset? _lateAt;

    [Inject]
    public required TimeProvider Time { get; init; }

    [Parameter, EditorRequired]
    public TestRun Run { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<SubscriptionView> Rows { get; set; } = [];

    /// <summary>Endpoints it also went to, from which nothing is seen here.</summary>
    [Parameter]
    public IReadOnlyList<string> Others { get; set; } = [];

    [Parameter]
    public bool IsSimulator { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private IReadOnlyList<TestOutcome> Outcomes => [.. Run.Expected.Select(x => Run.OutcomeOf(Find(x), Time.GetUtcNow()))];

    private bool Missing => Outcomes.Contains(TestOutcome.Missing);

    private string Title => (Outcomes.Count(x => x == TestOutcome.Arrived), Run.Expected.Count) switch
    {
        (_, 0) => Say("Test sent"),
        var (arrived, all) when arrived == all => all switch { 1 => Say("The test arrived"), 2 => Say("Both tests arrived"), _ => Say($"All {all:N0} tests arrived") },
        var (arrived, all) => all == 1 ? Say($"{arrived:N0} of 1 test arrived") : Say($"{arrived:N0} of {all:N0} tests arrived"),
    };

    protected override void OnParametersSet()
    {
        if (_lateAt == Run.LateAt)
            return;
        _lateAt = Run.LateAt;
        _timer?.Dispose();

        // One tick, at the moment what has not come counts as missing.
        _timer = Run.LateAt > Time.GetUtcNow()
            ? Time.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, Run.LateAt - Time.GetUtcNow(), Timeout.InfiniteTimeSpan)
            : null;
    }

    public void Dispose() => _timer?.Dispose();

    private SubscriptionView? Find(long id) => Rows.FirstOrDefault(x => x.Id == id);

    private string Text(TestOutcome outcome, SubscriptionView? row) => outcome switch
    {
        TestOutcome.Arrived when row!.LastTestAt!.Value - Run.AskedAt is var after => after.TotalSeconds < 0.1 ? Say("arrived at once") : Say($"arrived after {after.TotalSeconds:0.0} s"),
        TestOutcome.Waiting => Say("waiting for it…"),
        TestOutcome.Missing => Say($"did not arrive within {TestRun.Patience.TotalSeconds:0} s"),
        _ => Say("was deleted meanwhile"),
    };
}
