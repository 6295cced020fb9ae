using System.Linq.Expressions;
using System.Text.Json;

namespace PenneoDashboard.Events;

internal static class EventMapping
{
    public static EventItem ToItem(this StoredEvent stored, RawJson? payload) => new()
    {
        Sequence = stored.Sequence,
        Recognized = stored.Recognized,
        Topic = stored.Topic,
        EventType = stored.EventType,
        EventTime = stored.EventTime,
        ReceivedAt = stored.ReceivedAt,
        CasefileId = stored.CasefileId,
        SignerId = stored.SignerId,
        CasefileStatus = stored.CasefileStatus,
        Title = stored.Title,
        SubscriptionId = stored.SubscriptionId,
        DeliveryCount = stored.DeliveryCount,
        Verification = stored.Verification,
        Payload = payload,
        Problem = stored.Problem,
    };

    public static EventItem ToItem(this StoredEvent stored, byte[]? body) =>
        stored.ToItem(stored.Recognized && body is not null ? MessageJson.Payload(body) : null);

    /// <summary>A delivery without its body: an event may have been delivered often, and a body may be large.</summary>
    public static Expression<Func<StoredDelivery, DeliveryRow>> Delivery { get; } = x =>
        new DeliveryRow(x.Id, x.SubscriptionId, x.ReceivedAt, x.RemoteAddress, x.Headers, x.Body.Length, x.Verification, x.Answer);

    /// <param name="rows">All deliveries of one event, oldest first.</param>
    /// <param name="eventTime">When it happened.</param>
    public static IReadOnlyList<DeliveryItem> ToItems(this IEnumerable<DeliveryRow> rows, DateTimeOffset? eventTime)
    {
        var attempts = new Dictionary<long, int>();
        return [.. rows.Select(x => x.ToItem() with
        {
            DelaySeconds = eventTime is { } time ? Math.Round((x.ReceivedAt - time).TotalSeconds, 6) : null,
            Attempt = attempts[x.SubscriptionId] = attempts.GetValueOrDefault(x.SubscriptionId) + 1,
            Answer = x.Answer,
        })];
    }

    private static DeliveryItem ToItem(this DeliveryRow delivery) => new(
        delivery.Id,
        delivery.SubscriptionId,
        delivery.ReceivedAt,
        delivery.RemoteAddress,
        [.. JsonSerializer.Deserialize<string[][]>(delivery.Headers)!.Select(x => KeyValuePair.Create(x[0], x[1]))],
        delivery.BodyLength,
        delivery.Verification);

    public static CasefileSummary ToSummary(this CasefileRow row) =>
        new(row.CasefileId, row.Status, row.Title, row.LastSequence, row.FirstEventAt, row.LastEventAt, row.EventCount, row.SignerCount);

    public static SignerSummary ToSummary(this SignerRow row) =>
        new(row.SignerId, row.Name, row.LastEventType, row.LastEventAt, row.EventCount);
}

internal sealed record DeliveryRow(
    long Id, long SubscriptionId, DateTimeOffset ReceivedAt, string? RemoteAddress, string Headers, int BodyLength, Verification Verification, int? Answer);
