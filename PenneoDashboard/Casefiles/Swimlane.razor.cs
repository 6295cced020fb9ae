using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Casefiles;

/// <summary>A casefile's events as a picture over time, to be looked at closer, moved and walked through by keys.</summary>
public sealed partial class Swimlane : ComponentBase, IAsyncDisposable
{
    private const int Axis = 26;
    private const int LaneHeight = 44;
    private const int Foot = 22;

    private static readonly TimeSpan Short = TimeSpan.FromMinutes(30);
    private static readonly double[] Levels = [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24];

    private SwimlaneLayout _layout = default!;
    private SwimlaneScale _scale = SwimlaneScale.Even;
    private int _level;
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;

    [Inject]
    public required IJSRuntime Browser { get; init; }

    [Inject]
    public required ILogger<Swimlane> Logger { get; init; }

    [Inject]
    public required BrowserTime Time { get; init; }

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<EventItem> Events { get; set; } = [];

    /// <summary>In the order of their lines, with what is known of their names.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<(long Id, string Name)> Signers { get; set; } = [];

    /// <summary>Those the casefile waits for.</summary>
    [Parameter]
    public IReadOnlySet<long> Waiting { get; set; } = new HashSet<long>();

    private int Height => Axis + (_layout.Lanes.Count * LaneHeight) + Foot;

    private static string NamesStyle => Css($"padding-top:{Axis}px;grid-auto-rows:{LaneHeight}px");

    private string PictureStyle => Css($"min-width:{SwimlaneLayout.LeastWidth * Levels[_level]:0}px;width:{Levels[_level] * 100:0}%");

    protected override void OnParametersSet() => Lay();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        try
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Casefiles/Swimlane.razor.js");
            _watch = await _module.InvokeAsync<IJSObjectReference>("watch", _root);
        }
        catch (JSDisconnectedException)
        {
            // Nobody looks any more.
        }
        catch (JSException e)
        {
            // Without its script the picture is still there, and its marks are links.
            LogNoScript(Logger, e);
        }
    }

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
    }

    private void Zoom(int step)
    {
        _level = Math.Clamp(_level + step, 0, Levels.Length - 1);
        Lay();
    }

    private void Fit() => Zoom(-Levels.Length);

    private void SwitchScale()
    {
        _scale = _scale == SwimlaneScale.Even ? SwimlaneScale.True : SwimlaneScale.Even;
        Lay();
    }

    private void Lay() => _layout = new SwimlaneLayout(Events, [.. Signers.Select(x => x.Id)], _scale, Levels[_level], Label, x => DateOnly.FromDateTime(Time.ToLocal(x).DateTime));

    private string NameOf(SwimlaneLane lane) => lane.SignerId is { } signer ? Signers.First(x => x.Id == signer).Name : Say("Casefile");

    private string Aria(SwimlaneMark mark) => $"{Label(mark.Event)}, {NameOf(_layout.Lanes[mark.Lane])}, {TimeText.DateAndTime(Time.ToLocal(mark.Event.OccurredAt))}";

    // Of what took minutes only, the minutes would all be the same.
    private string Tick(SwimlaneTick tick) => Time.ToLocal(tick.At).ToString(
        (tick.IsDay, Events[^1].OccurredAt - Events[0].OccurredAt < Short) switch
        {
            (true, true) => Say("d MMM HH:mm:ss"),
            (true, _) => Say("d MMM HH:mm"),
            (_, true) => "HH:mm:ss",
            _ => "HH:mm",
        },
        CultureInfo.CurrentCulture);

    // Its text would stand beyond the edge.
    private static bool IsLast(double x) => x > 0.93;

    private static bool IsBefore(SwimlaneMark mark) => mark.Side == SwimlaneSide.Before || (mark.Side == SwimlaneSide.None && mark.X > 0.75);

    private static string Label(EventItem x) => x.Recognized ? VisibleText.Line(Say(PenneoVocabulary.Describe(x.Topic, x.EventType).Label), 40) : Say("Not recognized");

    private static string Tone(EventItem x) => (x.Recognized ? PenneoVocabulary.Describe(x.Topic, x.EventType).Tone : EventTone.Warning).CssClass();

    private static int Y(int lane) => Axis + (lane * LaneHeight) + (LaneHeight / 2);

    private static string Percent(double x) => string.Create(CultureInfo.InvariantCulture, $"{x * 100:0.###}%");

    private static string Text(double x) => x.ToString(CultureInfo.InvariantCulture);

    private static string Css(FormattableString css) => css.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Warning, "The browser could not load the script of the picture over time")]
    private static partial void LogNoScript(ILogger logger, Exception exception);
}
