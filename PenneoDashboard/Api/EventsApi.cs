using System.ComponentModel;
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

    public string? EventType { get; init; }

    [Description("When it happened, inclusive.")]
    public DateTimeOffset? From { get; init; }

    [Description("When it happened, exclusive.")]
    public DateTimeOffset? To { get; init; }

    [Description("Text that stands somewhere in the body as received.")]
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

    public EventFilter Filter => new()
    {
        CasefileId = CasefileId,
        SignerId = SignerId,
        Topic = Empty(Topic),
        EventType = Empty(EventType),
        From = From,
        To = To,
        Q = Empty(Q),
        SubscriptionId = SubscriptionId,
        Recognized = Recognized,
    };

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}


internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events", ListAsync).WithSummary("Events, newest first");
        api.MapGet("/events/{sequence:long}", FindAsync).WithSummary("One event");
        api.MapGet("/events/{sequence:long}/deliveries", DeliveriesAsync).WithSummary("How an event came: every delivery with its headers");
        api.MapGet("/events/{sequence:long}/raw", RawAsync).WithSummary("The body of an event's first delivery, byte for byte")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
    }

    private static async Task<Results<Ok<EventPage>, ValidationProblem>> ListAsync(
        [AsParameters] EventsQuery query, EventQueries events, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > EventsQuery.MostItems)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["limit"] = [$"From 1 to {EventsQuery.MostItems}."] });
        return TypedResults.Ok(await events.ListAsync(query.Filter, query.Limit ?? EventsQuery.UsualItems, query.Before, query.After, cancellationToken));
    }

    private static async Task<Results<Ok<EventItem>, NotFound>> FindAsync(long sequence, EventQueries events, CancellationToken cancellationToken) =>
        await events.FindAsync(sequence, cancellationToken) is { } found ? TypedResults.Ok(found.Event) : TypedResults.NotFound();

    private static async Task<Results<Ok<ItemList<DeliveryItem>>, NotFound>> DeliveriesAsync(long sequence, EventQueries events, CancellationToken cancellationToken) =>
        await events.FindAsync(sequence, cancellationToken) is { } found ? TypedResults.Ok(new ItemList<DeliveryItem>(found.Deliveries)) : TypedResults.NotFound();

    // Never as its own content type: a body that is a web page must not run here.
    private static async Task<IResult> RawAsync(long sequence, EventQueries events, HttpContext http, CancellationToken cancellationToken)
    {
        if (await events.BodyAsync(sequence, cancellationToken) is not { } body)
            return TypedResults.NotFound();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(body, "application/octet-stream", $"event-{sequence}.bin");
    }
}

/// <summary>Every list of the API.</summary>
internal sealed record ItemList<T>(IReadOnlyList<T> Items);
