using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Api;

/// <summary>What a caller gives to make a subscription.</summary>
internal sealed record SubscriptionInput(Generation? Generation, string? Topic, IReadOnlyList<string>? EventTypes, string? Endpoint, bool? AutoConfirm);

/// <summary>What a caller may change of a legacy subscription: Penneo's service can't change one, so only how it is confirmed.</summary>
internal sealed record SubscriptionUpdate(bool? AutoConfirm);

/// <summary>The token to confirm with; left out, the one Penneo sent is taken.</summary>
internal sealed record ConfirmInput(string? Token);


internal static class SubscriptionsApi
{
    public static void MapSubscriptions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/subscriptions", ListAsync).WithSummary("Our subscriptions, oldest first");
        api.MapPost("/subscriptions", CreateAsync).WithSummary("Create a subscription at Penneo");
        api.MapGet("/subscriptions/{id:long}", FindAsync).WithSummary("One subscription");
        api.MapPut("/subscriptions/{id:long}", UpdateAsync).WithSummary("Switch between automatic and manual confirmation");
        api.MapDelete("/subscriptions/{id:long}", DeleteAsync).WithSummary("Delete a subscription at Penneo; its events stay");
        api.MapPost("/subscriptions/{id:long}/confirm", ConfirmAsync).WithSummary("Confirm with the token given, or with the one Penneo sent");
        api.MapPost("/subscriptions/{id:long}/test", TestAsync).WithSummary("Ask Penneo to send a test");
        api.MapGet("/subscriptions/elsewhere", ElsewhereAsync).WithSummary("Subscriptions at Penneo that are not ours");
        api.MapPost("/subscriptions/elsewhere/{penneoId}/adopt", AdoptAsync).WithSummary("Make a subscription at Penneo one of ours");
        api.MapDelete("/subscriptions/elsewhere/{penneoId}", DeleteElsewhereAsync).WithSummary("Delete a subscription at Penneo that is not ours");
    }

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
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);

        var created = await service.CreateAsync(
            new NewSubscription(Generation.Legacy, input.Topic, string.IsNullOrWhiteSpace(input.Endpoint) ? null : input.Endpoint, input.AutoConfirm ?? true), cancellationToken);
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
