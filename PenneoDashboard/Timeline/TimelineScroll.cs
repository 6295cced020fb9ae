using System.Text.Json.Serialization;
using Microsoft.JSInterop;

namespace PenneoDashboard.Timeline;

/// <summary>The browser's side of one timeline: where it is scrolled to, keys, and what it remembers (<c>Timeline.razor.js</c>).</summary>
public sealed class TimelineScroll(IJSRuntime browser, Func<Func<Task>, Task> dispatch, TimelineReader reader, Func<Task> showKeys) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;
    private DotNetObjectReference<TimelineScroll>? _self;

    /// <summary>Starts watching; returns what the browser remembers.</summary>
    public async Task<TimelineLook> StartAsync()
    {
        try
        {
            _self = DotNetObjectReference.Create(this);
            _module = await browser.InvokeAsync<IJSObjectReference>("import", "./Timeline/Timeline.razor.js");
            _watch = await _module.InvokeAsync<IJSObjectReference>("watch", _self);
            var kept = await _watch.InvokeAsync<Kept?>("recall");
            return new TimelineLook(kept?.Density == "compact" ? Density.Compact : Density.Comfortable, kept?.Keys != false);
        }
        catch (JSDisconnectedException)
        {
            // Nobody looks any more.
            return new TimelineLook();
        }
    }

    public async Task RememberAsync(TimelineLook look) =>
        await _watch!.InvokeVoidAsync("remember", new Kept(look.Density == Density.Compact ? "compact" : "comfortable", look.Keys));

    public async Task ToTopAsync() => await _watch!.InvokeVoidAsync("toTop");

    /// <summary>Called by the browser when the reader nears the end. True when there is still more.</summary>
    [JSInvokable]
    public async Task<bool> OlderAsync()
    {
        await dispatch(reader.OlderAsync);
        return reader.View.Window.HasOlder;
    }

    /// <summary>Called by the browser when the reader nears the start of what is held. True when there is still more.</summary>
    [JSInvokable]
    public async Task<bool> NewerAsync()
    {
        await dispatch(reader.NewerAsync);
        return reader.View.Window.HasNewer;
    }

    /// <summary>Called by the browser when the page is scrolled to its top, or away from it.</summary>
    [JSInvokable]
    public Task OnTopAsync(bool top) => dispatch(() => reader.FollowAsync(top));

    /// <summary>Called by the browser for <c>?</c>.</summary>
    [JSInvokable]
    public Task ShowKeysAsync() => dispatch(showKeys);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_watch is not null)
            {
                await _watch.InvokeVoidAsync("stop");
                await _watch.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser forgot it all with the page.
        }

        _self?.Dispose();
    }

    internal sealed record Kept([property: JsonPropertyName("density")] string? Density, [property: JsonPropertyName("keys")] bool? Keys);
}
