using System.Text.Json.Serialization;

namespace PenneoDashboard.Simulator;

/// <summary>A subscription as the simulated Penneo keeps it.</summary>
/// <param name="Topic"><c>casefile</c> or <c>signer</c>.</param>
/// <param name="Token">What the endpoint was sent and the confirm call has to bring back.</param>
/// <param name="Created">Unix seconds.</param>
/// <param name="Confirmed">Until then it receives nothing but its confirmation message.</param>
/// <param name="Dropping">A notification failed for the last time, so further ones are not sent.</param>
public sealed record SimulatedSubscription(
    int Id,
    string Topic,
    string Endpoint,
    string Token,
    long Created,
    bool Confirmed = false,
    bool Dropping = false)
{
    [JsonIgnore]
    public string Name => FormattableString.Invariant($"{Id}");

    /// <summary>Whether notifications go out to it now.</summary>
    [JsonIgnore]
    public bool Receives => Confirmed && !Dropping;
}
