using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Live;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Timeline;

/// <summary>Casefiles, their signers and their events, live. The filter stands in the address.</summary>
public sealed partial class Timeline : IAsyncDisposable
{
    private readonly Folds _folds = new();
    private EventFilter _filter = EventFilter.All;
    private TimelineReader _reader = default!;
    private TimelineScroll? _scroll;
    private TimelineLook _look = new();
    private Announcer _announcer = default!;
    private string _announced = "";
    private bool _unsearched;

    [Inject]
    public required EventFeed Feed { get; init; }

    [Inject]
    public required CasefileQueries Casefiles { get; init; }

    [Inject]
    public required SharedCasefiles Shared { get; init; }

    [Inject]
    public required EventQueries Events { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Browser { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ILogger<TimelineReader> Logger { get; init; }

    // With these a signer without a matching event would only be in the way.
    private bool Narrowed => !(_filter with { CasefileId = null }).IsEmpty;

    private string Missed => _reader.View.Held.Count switch
    {
        0 => Say("Paused. Nothing new came meanwhile."),
        1 => Say("Paused. 1 new event came meanwhile."),
        var count when _reader.View.Held.TooMany => Say($"Paused. {count:N0} or more new events came meanwhile."),
        var count => Say($"Paused. {count:N0} new events came meanwhile."),
    };

    private string Unseen => _reader.View.Unseen switch
    {
        0 => Say("Newest"),
        1 => Say("1 new event"),
        var count => Say($"{count:N0} new events"),
    };

    protected override Task OnInitializedAsync()
    {
        ReadFilter();
        _announcer = new Announcer(Time);
        _reader = new TimelineReader(Feed, Casefiles, Shared, Events, Mask, Time, Logger);
        Navigation.LocationChanged += OnLocationChanged;
        return _reader.StartAsync(_filter, InvokeAsync, Show);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _scroll = new TimelineScroll(Browser, InvokeAsync, _reader, ShowKeysAsync);
        _look = await _scroll.StartAsync();
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _reader.Dispose();
        if (_scroll is not null)
            await _scroll.DisposeAsync();
    }

    private void Show()
    {
        _announced = _announcer.Tell(_reader.State == LiveState.Live ? _reader.View.LastSequence : null) ?? _announced;
        StateHasChanged();
    }

    private async Task JumpAsync()
    {
        await _reader.FollowAsync(true);
        await _scroll!.ToTopAsync();
    }

    private Task SetDensityAsync(Density density) => SetLookAsync(_look with { Density = density });

    private Task SetLookAsync(TimelineLook look)
    {
        _look = look;
        return _scroll!.RememberAsync(look);
    }

    private async Task ShowKeysAsync()
    {
        var dialog = await Dialogs.ShowAsync<KeysDialog>(
            Say("Keyboard shortcuts"), new DialogParameters<KeysDialog> { { x => x.On, _look.Keys } }, new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        if (await dialog.Result is { Canceled: false, Data: bool on })
            await SetLookAsync(_look with { Keys = on });
    }

    private void ReadFilter()
    {
        var asked = Navigation.QueryFilter();
        _filter = asked.For(Mask);
        _unsearched = _filter != asked;
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        ReadFilter();
        return _reader.FilterAsync(_filter);
    });
}
