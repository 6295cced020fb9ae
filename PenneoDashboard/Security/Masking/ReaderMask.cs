using System.Security.Claims;

namespace PenneoDashboard.Security.Masking;

/// <summary>
/// Whether the one who reads, in this request, circuit or call of the hub, is shown no names, titles and other texts of payloads. The queries have
/// it from their scope, so that no page, route or hub has to think of it.
/// </summary>
public sealed class ReaderMask
{
    /// <summary>What stands in the place of a text; always as long, so that it tells no length.</summary>
    public const string Text = "•••";

    /// <summary>For what the app reads itself, and for readers who see everything.</summary>
    public static readonly ReaderMask None = new(false);

    private readonly bool _masksViewers;

    /// <param name="masksViewers">See <see cref="SecurityOptions.MaskForViewers"/>.</param>
    public ReaderMask(bool masksViewers) => IsOn = _masksViewers = masksViewers;

    /// <summary>Until it is told who reads, it is on wherever anyone is masked: what forgets to tell shows too little.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Tells who reads. The one place that decides whom the mask is for.</summary>
    internal void Read(ClaimsPrincipal reader) =>
        IsOn = _masksViewers && !Enum.GetValues<Role>().Any(x => x > Role.Viewer && reader.IsInRole(x.ToString()));
}
