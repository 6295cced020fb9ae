using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Casefiles;

/// <summary>How a casefile's events came.</summary>
public sealed partial class DeliveriesPanel : ComponentBase, IDisposable
{
    private const int AtFirst = 100;
    private const int NotAnswered = 0;

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<CasefileDelivery>? _items;
    private string? _failure;
    private bool _open;
    private bool _all;
    private long _version = -1;

    [Inject]
    public required CasefileDeliveries Deliveries { get; init; }

    [Inject]
    public required ILogger<DeliveriesPanel> Logger { get; init; }

    [Parameter, EditorRequired]
    public long CasefileId { get; set; }

    /// <summary>Another number when there may be other deliveries.</summary>
    [Parameter, EditorRequired]
    public long Version { get; set; }

    protected override Task OnParametersSetAsync() => _open && Version != _version ? ReadAsync() : Task.CompletedTask;

    public void Dispose() => _gone.Cancel();

    private Task ToggleAsync()
    {
        _open = !_open;
        return _open && Version != _version ? ReadAsync() : Task.CompletedTask;
    }

    private async Task ReadAsync()
    {
        var version = Version;
        try
        {
            var items = await Deliveries.ListAsync(CasefileId, CasefileStanding.MostEvents, _gone.Token);
            (_items, _failure, _version) = (items, null, version);
        }
        catch (Exception) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception e)
        {
            LogFailed(Logger, e, CasefileId);
            _failure = e.Message;
        }
    }

    private static string Delay(CasefileDelivery x) => x.DelaySeconds switch
    {
        null => "–",
        < 0 => Say("before its own time: the clocks differ"),
        var seconds => TimeText.Length(TimeSpan.FromSeconds(seconds.Value)),
    };

    private static string Answer(CasefileDelivery x) => x.Answer switch
    {
        null => Say("not known"),
        NotAnswered => Say("none, the sender had hung up"),
        200 => "200",
        var status => Say($"{status}, to try again"),
    };

    [LoggerMessage(LogLevel.Error, "The deliveries of casefile {Casefile} could not be read")]
    private static partial void LogFailed(ILogger logger, Exception exception, long casefile);
}
