using System.Net;

namespace PenneoDashboard.Subscriptions;

/// <summary>What Penneo allows of its current service, in words.</summary>
internal static class Limit
{
    /// <summary>Active subscriptions of an account, by Penneo's page of the service.</summary>
    public const int Active = 5;

    /// <param name="active">Those of the account, as far as we know.</param>
    public static string Text(int active) => active >= Active
        ? Say($"Penneo allows {Active:N0} active subscriptions an account, and {active:N0} are in use: pause or delete one first.")
        : active == 0 ? Say($"Penneo allows {Active:N0} active subscriptions an account; none is in use.")
        : active == 1 ? Say($"Penneo allows {Active:N0} active subscriptions an account; 1 is in use.")
        : Say($"Penneo allows {Active:N0} active subscriptions an account; {active:N0} are in use.");

    /// <summary>What a refusal is probably about; null when nothing is known.</summary>
    public static string? Hint(SubscriptionProblem? problem, int active) => problem?.Status switch
    {
        (int)HttpStatusCode.Conflict =>
            Say("An account can have only one current subscription for an endpoint. Change the one there is, which may be listed below as made elsewhere, or use another endpoint."),
        >= 400 and < 500 and not (401 or 404 or 429) when active >= Active =>
            Say($"Penneo allows {Active:N0} active subscriptions an account, and {active:N0} are in use. Pause or delete one, then try again."),
        _ => null,
    };
}
