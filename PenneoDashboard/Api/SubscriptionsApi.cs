using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PenneoDashboard.Penneo;
using PenneoDashboard.Security;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;

namespace PenneoDashboard.Api;

/// <summary>What a caller gives to make a subscription.</summary>
internal sealed record SubscriptionInput(
    Generation? Generation = null, string? Topic = null, IReadOnlyList<string>? EventTypes = null, string? Endpoint = null, bool? AutoConfirm = null);

/// <summary>
/// What a caller may change; what is left out stays. Penneo's legacy service can't change a subscription, so of a legacy
/// one only how it is confirmed, of a current one everything else.
/// </summary>
/// <param name="State"><c>active</c> or <c>paused</c>.</param>
/// <param name="IsActive">The same in Penneo's word.</param>
internal sealed record SubscriptionUpdate(
    bool? AutoConfirm = null, IReadOnlyList<string>? EventTypes = null, string? Endpoint = null, SubscriptionState? State = null, bool? IsActive = null)
{
    /// <summary>What is wrong with it for <paramref name="one"/>, by member.</summary>
    public Dictionary<string, string[]> Problems(SubscriptionView one)
    {
        var problems = new Dictionary<string, string[]>();
        if (one.Generation == Generation.Legacy && AutoConfirm is null)
            problems["autoConfirm"] = ["true or false; Penneo's legacy service can't change anything else."];
        if (one.Generation == Generation.Current && (EventTypes, Endpoint, State, IsActive) is (null, null, null, null))
            problems["eventTypes"] = ["Nothing to change: give eventTypes, endpoint or state."];
        if (EventTypes is not null && NewSubscription.EventTypesProblem(EventTypes, one.EventTypes) is { } wrongTypes)
            problems["eventTypes"] = [wrongTypes];
        if (Endpoint is not null && NewSubscription.EndpointProblem(Endpoint) is { } wrongEndpoint)
            problems["endpoint"] = [wrongEndpoint];
        if (State is not (null or SubscriptionState.Active or SubscriptionState.Paused) || (IsActive is { } active && State is not null && active != (State == SubscriptionState.Active)))
            problems["state"] = ["active or paused, and the same as isActive if both are given."];
        return problems;
    }

    public CurrentChange ToChange() => new(Endpoint, EventTypes, IsActive ?? (State is { } state ? state == SubscriptionState.Active : null));
}

/// <summary>The token to confirm with; left out, the one Penneo sent is taken.</summary>
internal sealed record ConfirmInput(string? Token = null);

internal static class SubscriptionsApi
{
    public static void MapSubscriptions(this IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/subscriptions").WithTags("Subscriptions");
        all.MapGet("", ListAsync).WithName("ListSubscriptions").WithSummary("Our subscriptions, oldest first");
        all.MapPost("", CreateAsync).RequireAuthorization(Policies.Administrator).WithName("CreateSubscription").WithSummary("Create a subscription at Penneo")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();

        all.MapGet("/findings", FindingsAsync).WithName("ListSubscriptionFindings")
            .WithSummary("What should be otherwise about the subscriptions, the most severe first, and what mends it");

        var one = all.MapGroup("/{id:long}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", FindAsync).WithName("GetSubscription").WithSummary("One subscription")
            .ProducesProblem(StatusCodes.Status404NotFound);
        one.MapPut("", UpdateAsync).RequireAuthorization(Policies.Administrator).WithName("UpdateSubscription").WithSummary("Change a current subscription at Penneo, or how a legacy one is confirmed")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
        one.MapDelete("", DeleteAsync).RequireAuthorization(Policies.Administrator).WithName("DeleteSubscription").WithSummary("Delete a subscription at Penneo; its events stay")
            .ProducesPenneoProblems();
        one.MapPost("/confirm", ConfirmAsync).RequireAuthorization(Policies.Operator).WithName("ConfirmSubscription").WithSummary("Confirm with the token given, or with the one Penneo sent")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
        one.MapPost("/test", TestAsync).RequireAuthorization(Policies.Operator).WithName("TestSubscription").WithSummary("Ask Penneo to send a test")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();

        one.MapReceiveKeys();

        var elsewhere = all.MapGroup("/elsewhere").ProducesPenneoProblems();
        elsewhere.MapGet("", ElsewhereAsync).WithName("ListSubscriptionsElsewhere").WithSummary("Subscriptions at Penneo that are not ours");
        elsewhere.MapPost("/{penneoId}/adopt", AdoptAsync).RequireAuthorization(Policies.Administrator).WithName("AdoptSubscription").WithSummary("Make a subscription at Penneo one of ours")
            .ProducesProblem(StatusCodes.Status404NotFound);
        elsewhere.MapDelete("/{penneoId}", DeleteElsewhereAsync).RequireAuthorization(Policies.Administrator).WithName("DeleteSubscriptionElsewhere")
            .WithSummary("Delete a subscription at Penneo that is not ours");
    }

    // See ApiErrors: Penneo answered with an error, or not at all.
    internal static TBuilder ProducesPenneoProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status502BadGateway, typeof(ProblemDetails), [MediaTypeNames.Application.ProblemJson]),
            new ProducesResponseTypeMetadata(StatusCodes.Status504GatewayTimeout, typeof(ProblemDetails), [MediaTypeNames.Application.ProblemJson]));

    private static async Task<Ok<ItemList<SubscriptionView>>> ListAsync(ClaimsPrincipal caller, SubscriptionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ItemList<SubscriptionView>([.. (await store.ListAsync(cancellationToken)).Select(x => For(caller, x))]));

    // Who knows a receive key can put events into the log.
    private static SubscriptionView For(ClaimsPrincipal caller, SubscriptionView one) => caller.IsInRole(Policies.Administrator) ? one : one.WithoutKey();

    // When Penneo can't be asked the rest is worth knowing all the more, and one finding says what is left out.
    private static async Task<Ok<ItemList<Finding>>> FindingsAsync(
        PenneoSync sync, ReceiverProbe probe, FindingsReader findings, SubscriptionStore store, CancellationToken cancellationToken)
    {
        var comparison = await sync.RefreshAsync(cancellationToken);
        await probe.CheckAsync(cancellationToken);
        return TypedResults.Ok(new ItemList<Finding>(findings.Of(await store.ListAsync(cancellationToken), comparison.Failures is [var failure, ..] ? failure.Reason.Message : null)));
    }

    private static async Task<Results<Ok<SubscriptionView>, NotFound>> FindAsync(long id, ClaimsPrincipal caller, SubscriptionStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } found ? TypedResults.Ok(For(caller, found)) : TypedResults.NotFound();

    private static async Task<Results<Created<SubscriptionView>, ValidationProblem>> CreateAsync(
        SubscriptionInput input, SubscriptionService service, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (input.Generation is not { } generation)
            (errors["generation"], generation) = (["legacy or current."], Generation.Current);
        else if (generation == Generation.Current && NewSubscription.EventTypesProblem(input.EventTypes) is { } wrong)
            errors["eventTypes"] = [wrong];
        if (generation == Generation.Legacy && (input.Topic is null || !PenneoVocabulary.Topics.Contains(input.Topic)))
            errors["topic"] = [$"One of: {string.Join(", ", PenneoVocabulary.Topics)}."];
        var endpoint = string.IsNullOrWhiteSpace(input.Endpoint) ? null : input.Endpoint;
        if (endpoint is not null && NewSubscription.EndpointProblem(endpoint) is { } problem)
            errors["endpoint"] = [problem];
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);

        var created = await service.CreateAsync(new NewSubscription(generation, input.Topic, endpoint, input.AutoConfirm ?? true, input.EventTypes), cancellationToken);
        return TypedResults.Created($"/api/v1/subscriptions/{created.Id}", created);
    }

    private static async Task<Results<Ok<SubscriptionView>, NotFound, ValidationProblem>> UpdateAsync(
        long id, SubscriptionUpdate input, SubscriptionService service, CurrentSubscriptions current, SubscriptionStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } one)
            return TypedResults.NotFound();
        if (input.Problems(one) is { Count: > 0 } problems)
            return TypedResults.ValidationProblem(problems);
        if (one.Generation == Generation.Legacy)
            await service.SetAutoConfirmAsync(id, input.AutoConfirm!.Value, cancellationToken);
        else
            await current.ChangeAsync(id, input.ToChange(), cancellationToken: cancellationToken);
        return TypedResults.Ok(await store.FindAsync(id, cancellationToken));
    }

    private static async Task<NoContent> DeleteAsync(long id, SubscriptionService service, CancellationToken cancellationToken)
    {
        await service.DeleteAsync(id, cancellationToken: cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SubscriptionView>> ConfirmAsync(
        long id, ConfirmInput? input, ClaimsPrincipal caller, SubscriptionService service, SubscriptionStore store, CancellationToken cancellationToken)
    {
        await service.ConfirmAsync(id, string.IsNullOrWhiteSpace(input?.Token) ? null : input.Token.Trim(), cancellationToken);
        return TypedResults.Ok(await store.FindAsync(id, cancellationToken) is { } found ? For(caller, found) : null);
    }

    private static async Task<Accepted> TestAsync(long id, SubscriptionService service, CancellationToken cancellationToken)
    {
        await service.TestAsync(id, cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    // Half of the truth would look like the whole of it.
    private static async Task<Ok<ItemList<SubscriptionElsewhere>>> ElsewhereAsync(ClaimsPrincipal caller, PenneoSync sync, CancellationToken cancellationToken)
    {
        var comparison = await sync.RefreshAsync(cancellationToken);
        return comparison.Failures is [var failure, ..] ? throw failure.Reason : TypedResults.Ok(new ItemList<SubscriptionElsewhere>([.. comparison.Elsewhere.Select(x => caller.IsInRole(Policies.Administrator) || x.Endpoint is null ? x : x with { Endpoint = PublicAddress.WithoutKey(x.Endpoint) })]));
    }

    private static async Task<Ok<SubscriptionView>> AdoptAsync(string penneoId, PenneoSync sync, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sync.AdoptAsync(penneoId, cancellationToken));

    private static async Task<NoContent> DeleteElsewhereAsync(string penneoId, PenneoSync sync, CancellationToken cancellationToken)
    {
        await sync.DeleteElsewhereAsync(penneoId, cancellationToken);
        return TypedResults.NoContent();
    }
}
