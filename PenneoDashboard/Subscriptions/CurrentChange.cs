using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>What shall be different of a current subscription; null members stay as Penneo has them.</summary>
/// <param name="Endpoint">May hold <c>{key}</c> for its receive key, which it gets where it has none.</param>
public sealed record CurrentChange(string? Endpoint = null, IReadOnlyList<string>? EventTypes = null, bool? IsActive = null)
{
    /// <exception cref="SubscriptionException">It makes no sense.</exception>
    internal void Check(CurrentSettings now)
    {
        if (Endpoint is not null && NewSubscription.EndpointProblem(Endpoint) is { } wrongEndpoint)
            throw new SubscriptionException(wrongEndpoint);

        // What is there already may be newer than this version, and must not be lost for that.
        if (EventTypes is not null && NewSubscription.EventTypesProblem(EventTypes, now.EventTypes) is { } wrongTypes)
            throw new SubscriptionException(wrongTypes);
    }
}

/// <summary>A current subscription's settings, just read from Penneo.</summary>
/// <param name="ChangedElsewhere">How they differ from what we last knew.</param>
public sealed record CurrentReading(CurrentSettings Settings, SettingsDiff ChangedElsewhere);

/// <summary>The subscription was changed at Penneo after the reading on which a change is based.</summary>
public sealed class ChangedElsewhereException(CurrentSettings now)
    : Exception("The subscription was changed at Penneo meanwhile. Nothing was saved.")
{
    /// <summary>As Penneo has it now.</summary>
    public CurrentSettings Now { get; } = now;
}
