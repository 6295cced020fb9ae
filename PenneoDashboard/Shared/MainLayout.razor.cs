using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Shared;

/// <summary>The frame around every page. It draws nothing until the browser's time zone and theme are known.</summary>
public sealed partial class MainLayout : IDisposable
{
    private ErrorBoundary? _boundary;
    private bool _ready;
    private bool _menuOpen;

    [Inject]
    private BrowserTime Time { get; set; } = default!;

    [Inject]
    private BrowserTheme Theme { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IOptions<PenneoOptions> Penneo { get; set; } = default!;

    private PenneoEnvironment Environment => Penneo.Value.Environment;

    // A bare "#content" would resolve against <base href> and leave the page.
    private string SkipHref => $"{new Uri(Navigation.Uri).PathAndQuery}#content";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Theme.Changed += OnThemeChanged;
        await Time.ReadAsync();
        await Theme.ReadAsync();
        _ready = true;
    }

    private void CloseMenu() => _menuOpen = false;

    private void CloseOnEscape(KeyboardEventArgs e) => _menuOpen &= e.Key != "Escape";

    private void Recover() => _boundary?.Recover();

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        CloseMenu();
        Recover();
        _ = InvokeAsync(StateHasChanged);
    }

    private void OnThemeChanged() => _ = InvokeAsync(StateHasChanged);

    /// <inheritdoc />
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Theme.Changed -= OnThemeChanged;
    }
}
