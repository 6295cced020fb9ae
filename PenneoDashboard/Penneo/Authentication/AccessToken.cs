namespace PenneoDashboard.Penneo.Authentication;

/// <summary>An access token of Penneo's OAuth service. No record, so that nothing prints its value.</summary>
/// <param name="renewAt">When to stop using it, by our own clock; before it expires at Penneo.</param>
internal sealed class AccessToken(string value, DateTimeOffset renewAt)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    public string Value => value;

    public DateTimeOffset RenewAt => renewAt;

    /// <param name="asked">When it was asked for: it may have lived since then.</param>
    public static AccessToken LivingFor(TimeSpan lifetime, string value, DateTimeOffset asked)
    {
        // A call that starts with it must still arrive with it.
        var margin = lifetime / 5 < LongestMargin ? lifetime / 5 : LongestMargin;
        return new AccessToken(value, asked + lifetime - margin);
    }
}
