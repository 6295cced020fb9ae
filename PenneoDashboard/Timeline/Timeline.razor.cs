using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Timeline;

/// <summary>Casefiles, their signers and their events, live. The filter stands in the address.</summary>
public sealed partial class Timeline : IDisposable
{
    private EventFilter _filter = EventFilter.All;
    private TimelineReader _reader = default!;

    [Inject]
    public required EventFeed Feed { get; init; }

    [Inject]
    public required CasefileQueries Casefiles { get; init; }

    [Inject]
    public required EventQueries Events { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<TimelineReader> Logger { get; init; }

    // With these a signer without a matching event would only be in the way.
    private bool Narrowed => !(_filter with { CasefileId = null }).IsEmpty;

    private string Missed => _reader.View.Missed switch
    {
        0 => "Paused. Nothing new came meanwhile.",
        1 => "Paused. 1 new event came meanwhile.",
        var count => $"Paused. {count}{(_reader.View.HeldTooMuch ? " or more" : "")} new events came meanwhile.",
    };

    protected override Task OnInitializedAsync()
    {
        _filter = Navigation.QueryFilter();
        _reader = new TimelineReader(Feed, Casefiles, Events, Time, Logger);
        Navigation.LocationChanged += OnLocationChanged;
        return _reader.StartAsync(_filter, InvokeAsync, StateHasChanged);
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _reader.Dispose();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _filter = Navigation.QueryFilter();
        return _reader.FilterAsync(_filter);
    });
}
