using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace PenneoDashboard.History;

/// <summary>Gives what is shown a name, and removes names that nobody needs any more.</summary>
public sealed partial class ViewsDialog : ComponentBase
{
    private List<SavedView> _views = [];
    private string? _name = "";
    private string? _problem;
    private bool _gone;

    [Inject]
    public required SavedViews Views { get; init; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <summary>The link that gets the name.</summary>
    [Parameter, EditorRequired]
    public string Link { get; set; } = "";

    private string Name => _name?.Trim() ?? "";

    private SavedView? Known => _views.Find(x => string.Equals(x.Name, Name, StringComparison.OrdinalIgnoreCase));

    public static Task OpenAsync(IDialogService dialogs, string link) => dialogs.ShowAsync<ViewsDialog>(
        Say("Saved views"), new DialogParameters<ViewsDialog> { { x => x.Link, link } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });

    protected override Task OnInitializedAsync()
    {
        Views.Changed += Refresh;
        return ReadAsync();
    }

    public void Dispose()
    {
        Views.Changed -= Refresh;
        _gone = true;
    }

    private void Refresh() => _ = InvokeAsync(ReadAsync);

    private async Task ReadAsync()
    {
        if (_gone)
            return;
        _views = await Views.ListAsync();
        StateHasChanged();
    }

    private async Task SaveAsync()
    {
        if (Name.Length == 0)
            return;
        if (await Views.SaveAsync(Name, Link))
            Dialog.Close();
        else
            _problem = Say($"There are {SavedViews.Most:N0} views already. Remove one first.");
    }
}
