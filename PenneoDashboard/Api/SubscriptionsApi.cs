using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Api;

/// <summary>What a caller gives to make a subscription.</summary>
internal sealed record SubscriptionInput(
    Generation? Generation = null, string? Topic = null, IReadOnlyList<string>? EventTypes = null, string? Endpoint = null, bool? AutoConfirm = null);

/// <summary>What a caller may change of a legacy subscription: Penneo's service can't change one, so only how it is confirmed.</summary>
internal sealed record SubscriptionUpdate(bool? AutoConfirm = null);

/// <summary>The token to confirm with; left out, the one Penneo sent is taken.</summary>
internal sealed record ConfirmInput(string? Token = null);

internal static class SubscriptionsApi
{
    public static void MapSubscriptions(this IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/subscriptions").WithTags("Subscriptions");
        all.MapGet("", ListAsync).WithName("ListSubscriptions").WithSummary("Our subscriptions, oldest first");
        all.MapPost("", CreateAsync).WithName("CreateSubscription").WithSummary("Create a subscription at Penneo")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();

        var one = all.MapGroup("/{id:long}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", FindAsync).WithName("GetSubscription").WithSummary("One subscription")
            .ProducesProblem(StatusCodes.Status404NotFound);
        one.MapPut("", UpdateAsync).WithName("UpdateSubscription").WithSummary("Switch between automatic and manual confirmation");
        one.MapDelete("", DeleteAsync).WithName("DeleteSubscription").WithSummary("Delete a subscription at Penneo; its events stay")
            .ProducesPenneoProblems();
        one.MapPost("/confirm", ConfirmAsync).WithName("ConfirmSubscription").WithSummary("Confirm with the token given, or with the one Penneo sent")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
        one.MapPost("/test", TestAsync).WithName("TestSubscription").WithSummary("Ask Penneo to send a test")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();

        var elsewhere = all.MapGroup("/elsewhere").ProducesPenneoProblems();
        elsewhere.MapGet("", ElsewhereAsync).WithName("ListSubscriptionsElsewhere").WithSummary("Subscriptions at Penneo that are not ours");
        elsewhere.MapPost("/{penneoId}/adopt", AdoptAsync).WithName("AdoptSubscription").WithSummary("Make a subscription at Penneo one of ours")
            .ProducesProblem(StatusCodes.Status404NotFound);
        elsewhere.MapDelete("/{penneoId}", DeleteElsewhereAsync).WithName("DeleteSubscriptionElsewhere")
            .WithSummary("Delete a subscription at Penneo that is not ours");
    }

    // See ApiErrors: Penneo answered with an error, or not at all.
    private static TBuilder ProducesPenneoProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status502BadGateway, typeof(ProblemDetails), [MediaTypeNames.Application.ProblemJson]),
            new ProducesResponseTypeMetadata(StatusCodes.Status504GatewayTimeout, typeof(ProblemDetails), [MediaTypeNames.Application.ProblemJson]));

    private static async Task<Ok<ItemList<SubscriptionView>>> ListAsync(SubscriptionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ItemList<SubscriptionView>(await store.ListAsync(cancellationToken)));

    private static async Task<Results<Ok<SubscriptionView>, NotFound>> FindAsync(long id, SubscriptionStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static async Task<Results<Created<SubscriptionView>, ValidationProblem>> CreateAsync(
        SubscriptionInput input, SubscriptionService service, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (input.Generation is null or Generation.Current)
            errors["generation"] = ["legacy; this version does not make current subscriptions yet."];
        if (input.Topic is null || !PenneoVocabulary.Topics.Contains(input.Topic))
            errors["topic"] = [$"One of: {string.Join(", ", PenneoVocabulary.Topics)}."];
        var endpoint = string.IsNullOrWhiteSpace(input.Endpoint) ? null : input.Endpoint;
        if (endpoint is not null && NewSubscription.EndpointProblem(endpoint) is { } problem)
            errors["endpoint"] = [problem];
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);

        var created = await service.CreateAsync(new NewSubscription(Generation.Legacy, input.Topic, endpoint, input.AutoConfirm ?? true), cancellationToken);
        return TypedResults.Created($"/api/v1/subscriptions/{created.Id}", created);
    }

    private static async Task<Results<Ok<SubscriptionView>, ValidationProblem>> UpdateAsync(
        long id, SubscriptionUpdate input, SubscriptionService service, SubscriptionStore store, CancellationToken cancellationToken)
    {
        if (input.AutoConfirm is not { } autoConfirm)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["autoConfirm"] = ["true or false."] });
        await service.SetAutoConfirmAsync(id, autoConfirm, cancellationToken);
        return TypedResults.Ok(await store.FindAsync(id, cancellationToken));
    }

    private static async Task<NoContent> DeleteAsync(long id, SubscriptionService service, CancellationToken cancellationToken)
    {
        await service.DeleteAsync(id, cancellationToken: cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SubscriptionView>> ConfirmAsync(
        long id, ConfirmInput? input, SubscriptionService service, SubscriptionStore store, CancellationToken cancellationToken)
    {
        await service.ConfirmAsync(id, string.IsNullOrWhiteSpace(input?.Token) ? null : input.Token.Trim(), cancellationToken);
        return TypedResults.Ok(await store.FindAsync(id, cancellationToken));
    }

    private static async Task<Accepted> TestAsync(long id, SubscriptionService service, CancellationToken cancellationToken)
    {
        await service.TestAsync(id, cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Ok<ItemList<SubscriptionElsewhere>>> ElsewhereAsync(PenneoSync sync, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ItemList<SubscriptionElsewhere>(await sync.RefreshAsync(cancellationToken)));

    private static async Task<Ok<SubscriptionView>> AdoptAsync(string penneoId, PenneoSync sync, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sync.AdoptAsync(penneoId, cancellationToken));

    private static async Task<NoContent> DeleteElsewhereAsync(string penneoId, PenneoSync sync, CancellationToken cancellationToken)
    {
        await sync.DeleteElsewhereAsync(penneoId, cancellationToken);
        return TypedResults.NoContent();
    }
}
