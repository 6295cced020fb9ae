using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.History;

/// <summary>The page of one event: what it says, what came, and how it came.</summary>
public sealed partial class EventDetails : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _read;
    private IReadOnlyDictionary<long, SubscriptionName> _names = new Dictionary<long, SubscriptionName>();
    private EventDetail? _found;
    private MessageBody? _body;
    private (long? Previous, long? Next) _neighbours;
    private long? _shown;
    private bool _missing;
    private string? _error;

    [Inject]
    public required EventQueries Events { get; init; }

    [Inject]
    public required SubscriptionNames Subscriptions { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<EventDetails> Logger { get; init; }

    [Parameter]
    public long Sequence { get; set; }

    private string Title => _found?.Event switch
    {
        null => Say($"Event {Sequence}"),
        { Recognized: false } => Say("Not recognized"),
        var item => VisibleText.Line(PenneoVocabulary.Describe(item.Topic, item.EventType).Label, 60),
    };

    protected override Task OnParametersSetAsync() => Sequence == _shown ? Task.CompletedTask : LoadAsync();

    public void Dispose() => _gone.Cancel();

    private async Task LoadAsync()
    {
        _read?.Cancel();
        using var read = _read = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        (_shown, _missing, _error) = (Sequence, false, null);
        try
        {
            _names = await Subscriptions.AllAsync(read.Token);
            var found = await Events.FindAsync(Sequence, read.Token);
            var neighbours = found is null ? default : await Events.NeighboursAsync(found.Event, read.Token);
            (_found, _neighbours, _missing) = (found, neighbours, found is null);
            _body = found?.Body is { } bytes ? new MessageBody(bytes) : null;
        }
        catch (OperationCanceledException) when (read.IsCancellationRequested)
        {
            // Another event is read by now, or the page is gone.
        }
        catch (Exception e)
        {
            Logger.LogError(e, "Event {Sequence} could not be read", Sequence);
            _error = e.Message;
        }
        finally
        {
            if (_read == read)
                _read = null;
        }
    }

    private static string? Href(long? sequence) => sequence is { } value ? $"/events/{value}" : null;

    private string SignerLink(long signer) =>
        Navigation.FilterLink("/history", new EventFilter { CasefileId = _found?.Event.CasefileId, SignerId = signer });
}
