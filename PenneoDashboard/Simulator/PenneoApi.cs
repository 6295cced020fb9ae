namespace PenneoDashboard.Simulator;

/// <summary>Penneo's legacy webhook API, under both versions its clients use, and what is common to both services.</summary>
internal static class PenneoApi
{
    private const string CurrentPath = "/webhook/api/v1/subscriptions";

    public static void MapPenneoApi(this IEndpointRouteBuilder app)
    {
        var penneo = Open(app, "/simulator/penneo");
        foreach (var version in (string[])["v1", "v3"])
        {
            penneo.MapGroup($"/api/{version}").MapCasefiles();
            var subscriptions = penneo.MapGroup($"/api/{version}/webhook/subscriptions");
            subscriptions.MapGet("", (SubscriptionBook book) => PenneoAnswers.Body(book.All.Select(PenneoSubscription.From)));
            subscriptions.MapPost("", CreateAsync);
            subscriptions.MapGet("/{id:int}", Read);
            subscriptions.MapDelete("/{id:int}", DeleteAsync);
            subscriptions.MapPost("/{id:int}/confirm", ConfirmAsync);
            subscriptions.MapPost("/{id:int}/test", Test);
        }
        penneo.MapGroup(CurrentPath).MapCurrentApi();
        penneo.Map("/{**path}", PenneoAnswers.NoSuchRoute);

        // Penneo's SDKs take this one address from the host's root, whatever base they are given.
        Open(app, CurrentPath).MapCurrentApi();
    }

    private static RouteGroupBuilder Open(IEndpointRouteBuilder app, string path) => app.MapGroup(path)
        .AddEndpointFilter<PenneoDoor>()
        .AllowAnonymous()
        .DisableAntiforgery()
        .ExcludeFromDescription();

    private static async Task<IResult> CreateAsync(HttpContext http, SubscriptionBook book, DeliveryService deliveries)
    {
        using var body = await PenneoBody.ReadAsync(http);
        if (body is null)
            return PenneoAnswers.BadRequest("The body must be a JSON object.");
        var (topic, endpoint) = (PenneoBody.Text(body, "topic"), PenneoBody.Text(body, "endpoint"));
        if (topic is null || !SimulatorTopics.IsKnown(topic))
            return PenneoAnswers.BadRequest("topic must be casefile or signer.");
        if (endpoint is null || !PenneoBody.IsEndpoint(endpoint))
            return PenneoAnswers.BadRequest("endpoint must be an absolute http or https URL.");
        var subscription = book.Create(topic, endpoint);
        deliveries.Send(subscription, OutgoingMessage.Confirmation(subscription));
        return PenneoAnswers.Body(PenneoSubscription.From(subscription), StatusCodes.Status201Created);
    }

    private static IResult Read(int id, SubscriptionBook book) =>
        book.Find(id) is { } subscription ? PenneoAnswers.Body(PenneoSubscription.From(subscription)) : PenneoAnswers.NoSuchSubscription(id);

    private static async Task<IResult> DeleteAsync(int id, SubscriptionBook book, DeliveryService deliveries)
    {
        if (!book.Delete(id))
            return PenneoAnswers.NoSuchSubscription(id);
        await deliveries.ForgetAsync(FormattableString.Invariant($"{id}"));
        return Results.NoContent();
    }

    private static async Task<IResult> ConfirmAsync(int id, HttpContext http, SubscriptionBook book)
    {
        using var body = await PenneoBody.ReadAsync(http);
        if (book.Find(id) is not { } subscription)
            return PenneoAnswers.NoSuchSubscription(id);
        if (body is null || PenneoBody.Text(body, "token") != subscription.Token)
            return PenneoAnswers.BadRequest("The token is not the one that was sent to the endpoint.");
        book.Confirm(id);
        return Results.Ok();
    }

    private static IResult Test(int id, SubscriptionBook book, DeliveryService deliveries, EventClock clock)
    {
        if (book.Find(id) is not { } subscription)
            return PenneoAnswers.NoSuchSubscription(id);
        if (!subscription.Confirmed)
            return PenneoAnswers.BadRequest("The subscription is not confirmed, so it receives nothing. Confirm it first.");
        if (subscription.Dropping)
            return PenneoAnswers.BadRequest("The subscription's notifications are dropped after repeated failures. Confirm it again to resume.");
        deliveries.Send(subscription, SampleNotification.For(subscription.Topic, book, clock));
        return Results.Ok();
    }
}
