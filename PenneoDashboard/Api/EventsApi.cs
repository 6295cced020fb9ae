using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Export;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Api;

internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events");
        events.MapGet("", ListAsync).WithName("ListEvents").WithSummary("Events, newest first");
        events.MapGet("/export", ExportAsync).WithName("ExportEvents").WithSummary("All events that match, newest first, as one file")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: ["application/x-ndjson", ExportFormat.Xlsx.ContentType()]).ProducesValidationProblem()
            .RequireAuthorization(Policies.Operator);
        events.MapGet("/{sequence:long}", FindAsync).WithName("GetEvent").WithSummary("One event")
            .ProducesProblem(StatusCodes.Status404NotFound);
        events.MapGet("/{sequence:long}/deliveries", DeliveriesAsync).WithName("ListDeliveries")
            .WithSummary("How an event came: every delivery with its headers").ProducesProblem(StatusCodes.Status404NotFound);
        events.MapGet("/{sequence:long}/raw", RawAsync).WithName("GetRawEvent").WithSummary("The body of an event's first delivery, byte for byte")
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Octet).ProducesProblem(StatusCodes.Status404NotFound).RefuseMasked();
    }

    private static async Task<Results<Ok<EventPage>, ValidationProblem>> ListAsync(
        [AsParameters] EventsQuery query, [AsParameters] PageQuery page, EventQueries events, CancellationToken cancellationToken)
    {
        var errors = query.Errors();
        if (page.Limit is < 1 or > PageQuery.MostItems)
            errors["limit"] = [$"From 1 to {PageQuery.MostItems}."];
        return errors.Count > 0
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await events.ListAsync(query.Filter, page.Limit ?? PageQuery.UsualItems, page.Before, page.After, cancellationToken));
    }

    private static async Task<IResult> ExportAsync(
        [AsParameters] EventsQuery query, [Description("`csv` (when left out), `ndjson` or `xlsx`.")] string? format, EventQueries events, CancellationToken cancellationToken)
    {
        var errors = query.Errors();
        if (!Enum.TryParse<ExportFormat>(format ?? nameof(ExportFormat.Csv), ignoreCase: true, out var known) || !Enum.IsDefined(known))
            errors["format"] = [$"'{format}' is not csv, ndjson or xlsx."];
        else if (known == ExportFormat.Xlsx && errors.Count == 0 && await events.CountAsync(query.Filter, ExportFormats.MostExcelRows + 1, cancellationToken) > ExportFormats.MostExcelRows)
            errors["format"] = [$"An Excel sheet holds {ExportFormats.MostExcelRows} events and more than that match. Narrow the filter, or take csv or ndjson."];
        return errors.Count > 0 ? TypedResults.ValidationProblem(errors) : new ExportDownload(query.Filter, known);
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
