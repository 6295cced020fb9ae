using System.Text.Json;

namespace PenneoDashboard.Simulator;

/// <summary>Penneo's current webhook API.</summary>
internal static class CurrentPenneoApi
{
    public static void MapCurrentApi(this IEndpointRouteBuilder subscriptions)
    {
        subscriptions.MapGet("", (SubscriptionBook book) => PenneoAnswers.Body(new { Items = book.Current.Select(PenneoCurrentSubscription.From) }));
        subscriptions.MapPost("", CreateAsync);
        subscriptions.MapPost("/test", Test);
        subscriptions.MapGet("/{id}", Read);
        subscriptions.MapPut("/{id}", ReplaceAsync);
        subscriptions.MapDelete("/{id}", DeleteAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SubscriptionBook book)
    {
        using var body = await PenneoBody.ReadAsync(http);

        // Its clients leave isActive out to get an active one.
        var (settings, problem) = Settings(body, absentIsActive: true);
        if (settings is null)
            return PenneoAnswers.BadRequest(problem);
        if (settings.EventTypes.Count == 0)
            return PenneoAnswers.BadRequest("eventTypes must name at least one event type.");
        return Answer(book.SaveCurrent(null, settings.Endpoint, settings.EventTypes, settings.IsActive), null, StatusCodes.Status201Created);
    }

    private static IResult Read(string id, SubscriptionBook book) =>
        book.FindCurrent(id) is { } found ? PenneoAnswers.Body(PenneoCurrentSubscription.From(found)) : PenneoAnswers.NoSuchSubscription(id);

    private static async Task<IResult> ReplaceAsync(string id, HttpContext http, SubscriptionBook book)
    {
        using var body = await PenneoBody.ReadAsync(http);

        // What is left out is cleared, which is why a client has to send everything.
        var (settings, problem) = Settings(body, absentIsActive: false);
        return settings is null
            ? PenneoAnswers.BadRequest(problem)
            : Answer(book.SaveCurrent(id, settings.Endpoint, settings.EventTypes, settings.IsActive), id, StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(string id, SubscriptionBook book, DeliveryService deliveries)
    {
        if (!book.DeleteCurrent(id))
            return PenneoAnswers.NoSuchSubscription(id);
        await deliveries.ForgetAsync(id);
        return Results.NoContent();
    }

    private static IResult Test(DeliveryService deliveries, EventClock clock)
    {
        deliveries.Publish(OutgoingMessage.Test(clock.Next()));
        return Results.NoContent();
    }

    private static IResult Answer((SaveOutcome Outcome, SimulatedCurrentSubscription? Saved) result, string? id, int statusCode) => result.Outcome switch
    {
        SaveOutcome.Saved => PenneoAnswers.Body(PenneoCurrentSubscription.From(result.Saved!), statusCode),
        SaveOutcome.EndpointTaken => PenneoAnswers.Conflict("A webhook subscription with this endpoint exists already."),
        SaveOutcome.TooManyActive => PenneoAnswers.Unprocessable($"There are {SubscriptionBook.MaxActive} active webhook subscriptions already, which is the limit."),
        _ => PenneoAnswers.NoSuchSubscription(id!),
    };

    private static (Wanted? Settings, string Problem) Settings(JsonDocument? body, bool absentIsActive)
    {
        if (body is null)
            return (null, "The body must be a JSON object.");
        if (PenneoBody.Text(body, "endpoint") is not { } endpoint || !PenneoBody.IsEndpoint(endpoint))
            return (null, "endpoint must be an absolute http or https URL.");
        if (PenneoBody.Texts(body, "eventTypes") is not { } eventTypes)
            return (null, "eventTypes must be a list of event types.");
        if (eventTypes.FirstOrDefault(x => !SimulatorTopics.CurrentTypes.Contains(x)) is { } unknown)
            return (null, $"There is no event type {unknown}.");
        return PenneoBody.Flag(body, "isActive", absentIsActive) is { } isActive
            ? (new Wanted(endpoint, eventTypes, isActive), "")
            : (null, "isActive must be true or false.");
    }

    private sealed record Wanted(string Endpoint, IReadOnlyList<string> EventTypes, bool IsActive);
}
