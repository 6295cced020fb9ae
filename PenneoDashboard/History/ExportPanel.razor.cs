using Microsoft.AspNetCore.Components;
using MudBlazor;
using PenneoDashboard.Events.Export;

namespace PenneoDashboard.History;

/// <summary>How far an export has come.</summary>
public sealed partial class ExportPanel : ComponentBase, IDisposable
{
    private ExportJob? _watched;

    [Parameter, EditorRequired]
    public ExportJob? Job { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Nothing is written any more, however it ended.</summary>
    [Parameter]
    public EventCallback OnOver { get; set; }

    private double? Percent => Job is { Total: > 0 and var total } ? Math.Min(100, 100.0 * Job.Rows / total) : null;

    private string Icon => Job?.State switch
    {
        ExportState.Done => Icons.Material.Outlined.TaskAlt,
        ExportState.Failed => Icons.Material.Outlined.ErrorOutline,
        ExportState.Cancelled => Icons.Material.Outlined.Block,
        _ => Icons.Material.Outlined.FileDownload,
    };

    private string RowsText => Job!.Total is { } total
        ? Say($"{Job.Rows:N0} of {total:N0} events")
        : Say($"{Job.Rows:N0} events");

    // Said aloud, so only what begins and ends.
    private string StateText => Job!.State switch
    {
        ExportState.Waiting => Say("The export begins…"),
        ExportState.Running => Say("Exporting"),
        ExportState.Done => Say($"Exported: {Job.Rows:N0} events"),
        ExportState.Cancelled => Say("The export was cancelled"),
        _ => Say("The export failed. Receiving goes on; try it again."),
    };

    protected override void OnParametersSet()
    {
        if (Job == _watched)
            return;
        Dispose();
        if ((_watched = Job) is not null)
            _watched.Changed += Refresh;
    }

    public void Dispose()
    {
        if (_watched is not null)
            _watched.Changed -= Refresh;
        _watched = null;
    }

    private void Refresh() => _ = InvokeAsync(async () =>
    {
        StateHasChanged();
        if (Job?.IsOver == true)
            await OnOver.InvokeAsync();
    });
}
