using Microsoft.JSInterop;

namespace PenneoDashboard.Shared;

/// <summary>What the person chose for colours in this browser.</summary>
public enum ThemeMode
{
    /// <summary>Follow the operating system, also when it changes at dusk.</summary>
    System,
    Light,
    Dark,
}

/// <summary>The theme of one browser tab. <c>app.js</c> applies it before the first paint; this is the server's copy.</summary>
public sealed class BrowserTheme(IJSRuntime js) : IDisposable
{
    private DotNetObjectReference<BrowserTheme>? _self;

    public ThemeMode Mode { get; private set; }

    /// <summary>What <see cref="Mode"/> comes to right now.</summary>
    public bool IsDark { get; private set; }

    /// <summary>Raised on the circuit's thread or the interop's; handlers go through <c>InvokeAsync</c>.</summary>
    public event Action? Changed;

    /// <summary>Reads the choice from the browser and goes on listening for changes of the system's theme.</summary>
    public async Task ReadAsync()
    {
        _self ??= DotNetObjectReference.Create(this);
        Apply(await js.InvokeAsync<State?>("dashboard.watchTheme", _self));
    }

    /// <summary>Applies the choice in the browser and remembers it there.</summary>
    public async Task SetAsync(ThemeMode mode) =>
        Apply(await js.InvokeAsync<State?>("dashboard.setTheme", Name(mode)) ?? new State(Name(mode), mode == ThemeMode.Dark));

    /// <summary>Called by the browser when the system turns dark or light.</summary>
    [JSInvokable]
    public void OnSystemThemeChanged(State state) => Apply(state);

    /// <inheritdoc />
    public void Dispose() => _self?.Dispose();

    private void Apply(State? state)
    {
        if (state is null)
        {
            return;
        }

        Mode = Enum.TryParse<ThemeMode>(state.Mode, ignoreCase: true, out var mode) ? mode : ThemeMode.System;
        IsDark = state.Dark;
        Changed?.Invoke();
    }

    private static string Name(ThemeMode mode) => mode switch
    {
        ThemeMode.Light => "light",
        ThemeMode.Dark => "dark",
        _ => "system",
    };

    /// <summary>The wire form of the theme between <c>app.js</c> and the server.</summary>
    public sealed record State(string Mode, bool Dark);
}
