using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Security;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Api;

/// <summary>How a receive key is replaced.</summary>
/// <param name="OverlapHours">How long the old key stays good, from 0 to 168; 24 when left out.</param>
internal sealed record ReceiveKeyInput(int? OverlapHours = null);

/// <summary>The keys of receive URLs: replaced, taken back, ended.</summary>
internal static class ReceiveKeysApi
{
    /// <param name="one">The group of one subscription.</param>
    public static void MapReceiveKeys(this IEndpointRouteBuilder one)
    {
        var keys = one.MapGroup("/receive-key").ProducesProblem(StatusCodes.Status404NotFound);
        keys.MapPost("", ReplaceAsync).RequireAuthorization(Policies.Administrator).WithName("ReplaceReceiveKey")
            .WithSummary("Give the receive URL another key, at Penneo too; the old one stays good for a while").ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
        keys.MapPost("/take-back", TakeBackAsync).RequireAuthorization(Policies.Administrator).WithName("TakeBackReceiveKey")
            .WithSummary("Go back to the old key after a replacement that Penneo did not take").ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
        keys.MapGet("/retired", RetiredAsync).WithName("ListRetiredReceiveKeys").WithSummary("Replaced keys that are still good, newest first")
            .ProducesProblem(StatusCodes.Status404NotFound);
        keys.MapDelete("/retired/{keyId:long}", EndAsync).RequireAuthorization(Policies.Administrator).WithName("EndRetiredReceiveKey")
            .WithSummary("End a replaced key now").ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
    }

    private static async Task<Results<Ok<SubscriptionView>, ValidationProblem>> ReplaceAsync(
        long id, ReceiveKeyInput? input, KeyRotation rotation, SubscriptionStore store, CancellationToken cancellationToken)
    {
        var (hours, most) = (input?.OverlapHours ?? (int)KeyRotation.UsualOverlap.TotalHours, (int)KeyRotation.LongestOverlap.TotalHours);
        if (hours < 0 || hours > most)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["overlapHours"] = [$"From 0 to {most}."] });
        await rotation.ReplaceAsync(id, TimeSpan.FromHours(hours), cancellationToken);
        return TypedResults.Ok(await store.FindAsync(id, cancellationToken));
    }

    private static async Task<Ok<SubscriptionView>> TakeBackAsync(long id, KeyRotation rotation, SubscriptionStore store, CancellationToken cancellationToken)
    {
        await rotation.TakeBackAsync(id, cancellationToken);
        return TypedResults.Ok(await store.FindAsync(id, cancellationToken));
    }

    private static async Task<Results<Ok<ItemList<RetiredKeyView>>, NotFound>> RetiredAsync(long id, SubscriptionStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } found ? TypedResults.Ok(new ItemList<RetiredKeyView>(found.RetiredKeys)) : TypedResults.NotFound();

    private static async Task<NoContent> EndAsync(long id, long keyId, KeyRotation rotation, CancellationToken cancellationToken)
    {
        await rotation.EndAsync(id, keyId, cancellationToken);
        return TypedResults.NoContent();
    }
}
