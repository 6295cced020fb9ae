using System.Text.RegularExpressions;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>What the audit log keeps of a subscription: neither its receive key nor its secret.</summary>
internal sealed partial record SubscriptionFacts(
    Generation Generation, string? PenneoId, string? Topic, IReadOnlyList<string>? EventTypes, string Endpoint, SubscriptionState State, bool AutoConfirm)
{
    public static string Subject(long id) => FormattableString.Invariant($"subscription {id}");

    public static SubscriptionFacts Of(Subscription x) =>
        new(x.Generation, x.PenneoId, x.Topic, x.EventTypes, Harmless(x.Endpoint, x.ReceiveKey)!, x.State, x.AutoConfirm);

    public static SettingsFacts Of(CurrentSettings x, string? key) => new(Harmless(x.Endpoint, key)!, x.EventTypes, x.IsActive);

    /// <summary>An endpoint without what lets one in: the receive key of ours, and passwords and tokens of other systems.</summary>
    public static string? Harmless(string? endpoint, string? key = null)
    {
        if ((key ?? PublicAddress.KeyIn(endpoint)) is { Length: > 0 } found)
            endpoint = endpoint?.Replace(found, NewSubscription.KeyPlaceholder, StringComparison.Ordinal);

        // While a key is being replaced Penneo may still have another than the row.
        if (PublicAddress.KeyIn(endpoint) is { } other && other != Uri.EscapeDataString(NewSubscription.KeyPlaceholder))
            endpoint = endpoint!.Replace(other, NewSubscription.KeyPlaceholder, StringComparison.Ordinal);
        endpoint = endpoint is null ? null : LooksLikeKey().Replace(endpoint, NewSubscription.KeyPlaceholder);
        if (endpoint is not null && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0)
            endpoint = endpoint.Replace(uri.UserInfo + "@", "…@", StringComparison.Ordinal);
        return endpoint?.IndexOfAny(['?', '#']) is >= 0 and var end ? endpoint[..end] + "?…" : endpoint;
    }

    [GeneratedRegex("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])")]
    private static partial Regex LooksLikeKey();
}

/// <summary>The same of what can be changed of a current one.</summary>
internal sealed record SettingsFacts(string Endpoint, IReadOnlyList<string> EventTypes, bool IsActive);
