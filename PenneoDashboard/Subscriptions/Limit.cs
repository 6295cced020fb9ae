using System.Net;

namespace PenneoDashboard.Subscriptions;

/// <summary>What Penneo allows of its current service, in words.</summary>
internal static class Limit
{
    /// <summary>Active subscriptions of an account, by Penneo's page of the service.</summary>
    public const int Active = 5;

    /// <param name="active">Those of the account, as far as we know.</param>
    public static string Text(int active) => active >= Active
        ? $"Penneo allows {Active} active subscriptions an account, and {active} are in use: pause or delete one first."
        : $"Penneo allows {Active} active subscriptions an account; {(active == 0 ? "none is" : active == 1 ? "1 is" : $"{active} are")} in use.";

    /// <summary>What a refusal is probably about; null when nothing is known.</summary>
    public static string? Hint(SubscriptionProblem? problem, int active) => problem?.Status switch
    {
        (int)HttpStatusCode.Conflict =>
            "An account can have only one current subscription for an endpoint. Change the one there is, which may be listed below as made elsewhere, or use another endpoint.",
        >= 400 and < 500 and not (401 or 404 or 429) when active >= Active =>
            $"Penneo allows {Active} active subscriptions an account, and {active} are in use. Pause or delete one, then try again.",
        _ => null,
    };
}
