using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using PenneoDashboard.Events;

namespace PenneoDashboard.History;

/// <summary>What a row can be copied as.</summary>
public sealed partial class RowMenu : ComponentBase
{
    private static readonly JsonSerializerOptions Json = Options();

    private ElementReference _more;
    private ElementReference _first;
    private bool _wasOpen;
    private string? _said;

    [Inject]
    public required EventQueries Events { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired]
    public long Sequence { get; set; }

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    private string Link => Navigation.ToAbsoluteUri($"/events/{Sequence}").AbsoluteUri;

    // The keyboard goes where the menu opens, and back to its button when it closes.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Open == _wasOpen)
            return;
        _wasOpen = Open;
        try
        {
            await (Open ? _first : _more).FocusAsync(preventScroll: true);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException)
        {
            // Another page of the list came meanwhile, and took the row away.
        }
    }

    protected override void OnParametersSet() => _said = Open ? _said : null;

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        EventJson.Configure(options);
        return options;
    }

    private Task CloseOnEscapeAsync(KeyboardEventArgs e) => Open && e.Key == "Escape" ? OpenChanged.InvokeAsync(false) : Task.CompletedTask;

    private static string? AsJson(EventDetail? found) => found is null ? null : JsonSerializer.Serialize(found.Event, Json);

    private static string? AsCurl(EventDetail? found) =>
        found is { Body: { } body, Deliveries: [var first, ..] } && new MessageBody(body).Text is { } text ? CurlCommand.For(text, first.Headers) : null;

    private async Task CopyAsync(Func<EventDetail?, string?> make) =>
        _said = make(await Events.FindAsync(Sequence)) is not { } text ? Say("This message can't be copied like that")
            : await JS.InvokeAsync<bool>("dashboard.copy", text) ? Say("Copied")
            : Say("The browser refused to copy");
}
