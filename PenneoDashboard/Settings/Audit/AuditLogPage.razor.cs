using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using PenneoDashboard.Audit;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Settings.Audit;

/// <summary>The page over the audit log. The address holds everything it shows: filters and position.</summary>
public sealed partial class AuditLogPage : ComponentBase, IDisposable
{
    internal const int PageSize = 50;

    private readonly CancellationTokenSource _gone = new();
    private CancellationTokenSource? _read;
    private AuditFilter _filter = AuditFilter.All;
    private IReadOnlyList<string> _actors = [];
    private AuditPage? _page;
    private long? _before;
    private bool _reading;
    private string? _error;

    [Inject]
    public required AuditQueries Audit { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required ILogger<AuditLogPage> Logger { get; init; }

    protected override Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        return LoadAsync();
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _gone.Cancel();
    }

    private async Task LoadAsync()
    {
        _read?.Cancel();
        using var read = _read = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        (_filter, _before, _error, _reading) = (Navigation.QueryAudit(), Navigation.QueryNumber("before"), null, true);
        try
        {
            var page = await Audit.ListAsync(_filter, _before, PageSize, read.Token);
            (_page, _actors) = (page, await Audit.ActorsAsync(read.Token));
        }
        catch (OperationCanceledException) when (read.IsCancellationRequested)
        {
            // Something else is read by now, or the page is gone.
        }
        catch (Exception e)
        {
            Logger.LogError(e, "The audit log could not be read");
            _error = e.Message;
        }
        finally
        {
            if (_read == read)
                (_read, _reading) = (null, false);
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        // Also told when the page is left for another.
        if (new Uri(e.Location).AbsolutePath != AuditUrl.Path)
            return;
        var loading = LoadAsync();
        StateHasChanged();
        await loading;
        StateHasChanged();
    });

    private void SetFilter(AuditFilter filter) => Navigation.NavigateTo(AuditUrl.Link(filter), replace: true);

    private async Task ExportAsync(AuditFormat format) => await JS.InvokeVoidAsync("dashboard.download", _gone.Token, AuditUrl.ExportHref(_filter, format));
}
