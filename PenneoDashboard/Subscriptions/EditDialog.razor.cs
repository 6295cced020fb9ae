using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace PenneoDashboard.Subscriptions;

/// <summary>Changes a current subscription: what Penneo has now, what shall be different, and the difference before it is saved.</summary>
public sealed partial class EditDialog : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private EditSession _session = default!;

    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    public required CurrentSubscriptions Current { get; init; }

    [Inject]
    public required PublicAddress Address { get; init; }

    [Parameter, EditorRequired]
    public long Id { get; set; }

    /// <summary>How many are active on the account, as far as we know.</summary>
    [Parameter]
    public int Active { get; set; }

    /// <summary>Event types that someone proposed to add.</summary>
    [Parameter]
    public IReadOnlyList<string> AddEventTypes { get; set; } = [];

    /// <summary>An endpoint that someone proposed; null for none.</summary>
    [Parameter]
    public string? NewEndpoint { get; set; }

    private bool CanBringHere => PublicAddress.KeyIn(_session.Endpoint) is null && !_session.Endpoint.Contains(NewSubscription.KeyPlaceholder, StringComparison.Ordinal);

    private string EndpointHelp => CanBringHere
        ? Say("This is another system's endpoint: its messages don't come here.")
        : Say("Where Penneo calls. Change it when this dashboard has got another address.");

    public static Task ShowAsync(IDialogService dialogs, long subscription, int active, IReadOnlyList<string>? addEventTypes = null, string? newEndpoint = null) => dialogs.ShowAsync<EditDialog>(
        Say($"Change subscription no. {subscription}"),
        new DialogParameters<EditDialog> { { x => x.Id, subscription }, { x => x.Active, active }, { x => x.AddEventTypes, addEventTypes ?? [] }, { x => x.NewEndpoint, newEndpoint } },
        new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true, BackdropClick = false });

    protected override async Task OnInitializedAsync()
    {
        _session = new EditSession(Current, Id);
        try
        {
            await _session.LoadAsync(_leaving.Token);
            _session.Propose(AddEventTypes, NewEndpoint);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The dialog was closed before Penneo answered.
        }
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task RunAsync(Func<Task> call)
    {
        await call();
        if (_session.Saved)
            Dialog.Close();
    }
}
