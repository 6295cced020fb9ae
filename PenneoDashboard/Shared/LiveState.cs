namespace PenneoDashboard.Shared;

/// <summary>What a live view is doing; <see cref="LiveStatus"/> shows it.</summary>
public enum LiveState
{
    /// <summary>The first read is under way.</summary>
    Loading,

    /// <summary>Everything committed shows at once.</summary>
    Live,

    /// <summary>The viewer froze the view; events go on being stored.</summary>
    Paused,

    /// <summary>The connection is lost. The browser sets this by itself, since the server can't reach it then.</summary>
    Reconnecting,

    /// <summary>Reading failed; the view offers to try again.</summary>
    Error,
}
