using PenneoDashboard.Penneo;

namespace PenneoDashboard.Shared;

/// <summary>The CSS side of <see cref="EventTone"/>: app.css has <c>.tone-success</c> and <c>--tone-success</c>, and so on.</summary>
public static class ToneNames
{
    /// <summary>The class that sets a tone's text and background colours.</summary>
    public static string CssClass(this EventTone tone) => tone switch
    {
        EventTone.Progress => "tone-progress",
        EventTone.Engaged => "tone-engaged",
        EventTone.Success => "tone-success",
        EventTone.Warning => "tone-warning",
        EventTone.Danger => "tone-danger",
        _ => "tone-neutral",
    };
}
