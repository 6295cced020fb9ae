namespace PenneoDashboard.Webhooks;

/// <summary>A delivery that was answered 401.</summary>
/// <param name="SubscriptionId">Our id of the subscription whose receive URL it came to.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Headers">A JSON array of <c>[name, value]</c> pairs in the order received.</param>
public sealed record RefusedDelivery(
    long SubscriptionId, DateTimeOffset ReceivedAt, string? RemoteAddress, string Headers, byte[] Body, SignatureVerdict Verdict);

/// <summary>
/// Hears of every refused delivery on the request's own thread, so an implementation must only hand it over: no waiting,
/// no I/O, no exceptions.
/// </summary>
public interface IRefusalListener
{
    /// <summary>Whether it has room for one more; asked first, so that a flood costs no more than the question.</summary>
    bool Wants(long subscription, int bytes);

    void OnRefused(RefusedDelivery refused);
}
