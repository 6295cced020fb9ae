using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>What a user asks for when making a subscription.</summary>
/// <param name="Endpoint">
/// The URL that Penneo shall call; null for our receiver. <c>{key}</c> in it becomes the receive key, for a tunnel or
/// proxy with an address of its own; without it the deliveries go to another system.
/// </param>
/// <param name="EventTypes">Of a current one, in the current service's names.</param>
public sealed record NewSubscription(
    Generation Generation, string? Topic, string? Endpoint = null, bool AutoConfirm = true, IReadOnlyList<string>? EventTypes = null)
{
    /// <summary>Stands for the receive key in an endpoint.</summary>
    internal const string KeyPlaceholder = "{key}";

    /// <summary>True when deliveries shall come to us, so that a receive key is needed.</summary>
    internal bool ReceivesHere => Endpoint is null || Endpoint.Contains(KeyPlaceholder, StringComparison.Ordinal);

    /// <summary>What is wrong with an endpoint, in words; null when nothing is.</summary>
    public static string? EndpointProblem(string endpoint) =>
        Uri.TryCreate(endpoint.Replace(KeyPlaceholder, "key", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null
            : Say("The endpoint must be an absolute http or https URL.");

    /// <summary>What is wrong with a choice of event types, in words; null when nothing is.</summary>
    /// <param name="known">Names that are taken although this version does not know them.</param>
    public static string? EventTypesProblem(IReadOnlyList<string>? eventTypes, IReadOnlyList<string>? known = null)
    {
        var ours = PenneoVocabulary.EventTypes.Select(x => x.CurrentName).ToList();
        if (eventTypes is null or [])
            return Say($"A current subscription needs at least one event type, for example {ours[0]}.");
        return eventTypes.Except(ours).Except(known ?? []).ToList() is [var unknown, ..]
            ? Say($"Penneo has no event type '{unknown}'. There are: {string.Join(", ", ours)}.")
            : null;
    }

    internal string EndpointWith(string? key) => Endpoint!.Replace(KeyPlaceholder, key, StringComparison.Ordinal);

    /// <exception cref="SubscriptionException">It can't be made as asked.</exception>
    internal void Check()
    {
        if (Generation == Generation.Current && EventTypesProblem(EventTypes) is { } wrong)
            throw new SubscriptionException(wrong);
        if (Generation == Generation.Legacy && (Topic is null || !PenneoVocabulary.Topics.Contains(Topic)))
            throw new SubscriptionException($"A legacy subscription needs a topic: {string.Join(" or ", PenneoVocabulary.Topics)}.");
        if (Endpoint is not null && EndpointProblem(Endpoint) is { } problem)
            throw new SubscriptionException(problem);
    }
}
