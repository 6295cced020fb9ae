using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.History;

/// <summary>The list with the columns and widths that the person chose.</summary>
public sealed partial class HistoryTable : ComponentBase
{
    private const int SkeletonRows = 10;

    private DotNetObjectReference<HistoryTable>? _self;
    private IJSObjectReference? _module;
    private ElementReference _scroll;
    private long? _menu;
    private bool _gone;

    /// <summary>Null while they are read for the first time.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<EventItem>? Items { get; set; }

    /// <summary>True while another list is read; the rows shown are still the old ones.</summary>
    [Parameter]
    public bool Busy { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyDictionary<long, SubscriptionName> Names { get; set; } = default!;

    /// <summary>Where a signer's number leads.</summary>
    [Parameter, EditorRequired]
    public Func<long, string> SignerHref { get; set; } = default!;

    [Parameter]
    public HistoryLook Look { get; set; } = HistoryLook.Usual;

    [Parameter]
    public EventCallback<HistoryLook> LookChanged { get; set; }

    [Parameter]
    public bool OldestFirst { get; set; }

    /// <summary>The other order is asked for.</summary>
    [Parameter]
    public EventCallback OnSort { get; set; }

    private List<HistoryColumn> Columns => [.. Enum.GetValues<HistoryColumn>().Where(Look.Shows)];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        try
        {
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./History/HistoryTable.razor.js");

            // Until it was loaded, the list may have turned out to be empty, and the table be gone.
            if (_gone)
                await _module.DisposeAsync();
            else
                await _module.InvokeVoidAsync("watch", _scroll, _self = DotNetObjectReference.Create(this));
        }
        catch (JSDisconnectedException)
        {
            // Nobody looks any more.
        }
    }

    /// <summary>Called by the browser once a column has another width.</summary>
    /// <param name="column">By its name.</param>
    /// <param name="width">In CSS pixels; null for the usual one.</param>
    [JSInvokable]
    public Task OnResizedAsync(string column, int? width) =>
        Enum.TryParse<HistoryColumn>(column, out var known) ? InvokeAsync(() => LookChanged.InvokeAsync(Look.Resize(known, width))) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _gone = true;
        _self?.Dispose();
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and what it had with it.
        }
    }

    private static string Css(HistoryColumn column) => column.ToString().ToLowerInvariant();

    private string? Width(HistoryColumn column) =>
        Look.Widths.TryGetValue(column, out var width) ? string.Create(CultureInfo.InvariantCulture, $"width: {width}px") : null;
}
