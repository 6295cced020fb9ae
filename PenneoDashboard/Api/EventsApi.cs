using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Events;

namespace PenneoDashboard.Api;

/// <summary>What a caller may ask of the list of events.</summary>
internal sealed record EventsQuery
{
    public const int MostItems = 1000;
    public const int UsualItems = 100;

    public long? CasefileId { get; init; }

    public long? SignerId { get; init; }

    public string? Topic { get; init; }

    [Description("Any of these; repeat it for several.")]
    public string[]? EventType { get; init; }

    [Description("When it happened, inclusive.")]
    public DateTimeOffset? From { get; init; }

    [Description("When it happened, exclusive.")]
    public DateTimeOffset? To { get; init; }

    [Description("Words of the body: `word`, `\"these words\"`, `kontr*`, `-word`. The last word may go on.")]
    public string? Q { get; init; }

    public long? SubscriptionId { get; init; }

    [Description("False for messages that could not be understood.")]
    public bool? Recognized { get; init; }

    [Description("Events with a smaller sequence; `next` of the page before reads on.")]
    public long? Before { get; init; }

    [Description("Events with a larger sequence.")]
    public long? After { get; init; }

    [Description("From 1 to 1000; 100 when left out.")]
    public int? Limit { get; init; }

    [Description("`unsigned` or `verified`.")]
    public string? Verification { get; init; }

    [Description("True for events that were delivered more than once.")]
    public bool? Duplicates { get; init; }

    public EventFilter Filter => new()
    {
        CasefileId = CasefileId,
        SignerId = SignerId,
        Topic = Empty(Topic),
        EventType = NameSet.Of(EventType),
        From = From,
        To = To,
        Q = Empty(Q),
        SubscriptionId = SubscriptionId,
        Recognized = Recognized,
        Verification = ReadVerification(out var verification) ? verification : null,
        Duplicates = Duplicates,
    };

    /// <summary>What is wrong with it, by parameter; empty when nothing is.</summary>
    public Dictionary<string, string[]> Errors()
    {
        var errors = new Dictionary<string, string[]>();
        if (Limit is < 1 or > MostItems)
            errors["limit"] = [$"From 1 to {MostItems}."];
        if (!ReadVerification(out _))
            errors["verification"] = [$"'{Verification}' is not unsigned or verified."];
        return errors;
    }

    // The framework reads names of enumerations in their own letter case only.
    private bool ReadVerification(out Verification? verification)
    {
        verification = Enum.GetValues<Verification>().Cast<Verification?>().FirstOrDefault(x => string.Equals(x.ToString(), Verification, StringComparison.OrdinalIgnoreCase));
        return verification is not null || string.IsNullOrEmpty(Verification);
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events");
        events.MapGet("", ListAsync).WithName("ListEvents").WithSummary("Events, newest first");
        events.MapGet("/{sequence:long}", FindAsync).WithName("GetEvent").WithSummary("One event")
            .ProducesProblem(StatusCodes.Status404NotFound);
        events.MapGet("/{sequence:long}/deliveries", DeliveriesAsync).WithName("ListDeliveries")
            .WithSummary("How an event came: every delivery with its headers").ProducesProblem(StatusCodes.Status404NotFound);
        events.MapGet("/{sequence:long}/raw", RawAsync).WithName("GetRawEvent").WithSummary("The body of an event's first delivery, byte for byte")
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Octet).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<EventPage>, ValidationProblem>> ListAsync(
        [AsParameters] EventsQuery query, EventQueries events, CancellationToken cancellationToken)
    {
        if (query.Errors() is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        return TypedResults.Ok(await events.ListAsync(query.Filter, query.Limit ?? EventsQuery.UsualItems, query.Before, query.After, cancellationToken));
    }

    private static async Task<Results<Ok<EventWithDeliveries>, NotFound>> FindAsync(long sequence, EventQueries events, CancellationToken cancellationToken) =>
        await events.FindAsync(sequence, cancellationToken) is { } found ? TypedResults.Ok(new EventWithDeliveries(found)) : TypedResults.NotFound();

    private static async Task<Results<Ok<ItemList<DeliveryItem>>, NotFound>> DeliveriesAsync(long sequence, EventQueries events, CancellationToken cancellationToken) =>
        await events.FindAsync(sequence, cancellationToken) is { } found ? TypedResults.Ok(new ItemList<DeliveryItem>(found.Deliveries)) : TypedResults.NotFound();

    // Never as its own content type: a body that is a web page must not run here.
    private static async Task<IResult> RawAsync(long sequence, EventQueries events, CancellationToken cancellationToken) =>
        await events.BodyAsync(sequence, cancellationToken) is { } body
            ? TypedResults.File(body, MediaTypeNames.Application.Octet, $"event-{sequence}.bin")
            : TypedResults.NotFound();
}

/// <summary>One event and how it came.</summary>
internal sealed record EventWithDeliveries : EventItem
{
    [SetsRequiredMembers]
    public EventWithDeliveries(EventDetail detail)
        : base(detail.Event) => Deliveries = [.. detail.Deliveries.Select(x => new DeliverySummary(
            x.Id, x.SubscriptionId, x.ReceivedAt, x.DelaySeconds, x.Attempt, x.Answer, x.RemoteAddress, x.Verification))];

    /// <summary>Oldest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<DeliverySummary> Deliveries { get; }
}

/// <summary>A delivery without its headers; see <see cref="DeliveryItem"/>.</summary>
internal sealed record DeliverySummary(
    long Id, long SubscriptionId, DateTimeOffset ReceivedAt, double? DelaySeconds, int Attempt, int? Answer, string? RemoteAddress, Verification Verification);

/// <summary>Every list of the API.</summary>
internal sealed record ItemList<T>(IReadOnlyList<T> Items);
