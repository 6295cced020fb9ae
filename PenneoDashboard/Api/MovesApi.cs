using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Penneo;
using PenneoDashboard.Security;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Moves;

namespace PenneoDashboard.Api;

/// <summary>Which legacy subscriptions to move.</summary>
/// <param name="Endpoint">Where they point; left out for those that point to this dashboard.</param>
internal sealed record MoveInput(string? Endpoint = null);

/// <summary>What the current subscription shall be; what is left out stays.</summary>
/// <param name="Endpoint">Empty for a receive URL of this dashboard.</param>
internal sealed record MoveChange(IReadOnlyList<string>? EventTypes = null, string? Endpoint = null)
{
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (EventTypes is not null && NewSubscription.EventTypesProblem(EventTypes) is { } wrongTypes)
            problems["eventTypes"] = [wrongTypes];
        if (!string.IsNullOrWhiteSpace(Endpoint) && NewSubscription.EndpointProblem(Endpoint) is { } wrongEndpoint)
            problems["endpoint"] = [wrongEndpoint];
        if ((EventTypes, Endpoint) is (null, null))
            problems["eventTypes"] = ["Nothing to change: give eventTypes or endpoint."];
        return problems;
    }
}

/// <param name="Anyway">True to do so although the verdict does not call it safe.</param>
internal sealed record SwitchOffInput(bool Anyway = false);

/// <summary>What signs the deliveries of a current subscription.</summary>
internal sealed record SecretOutput(string Secret);

/// <summary>What there is to move.</summary>
/// <param name="DaysLeft">Until Penneo shuts its legacy service down; negative after that.</param>
internal sealed record MovePlanOutput(DateOnly Shutdown, int DaysLeft, IReadOnlyList<MoveGroup> Items);

internal static class MovesApi
{
    private const int MostItems = 200;
    private const int UsualItems = 50;

    public static void MapMoves(this IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/moves").WithTags("Moves off the legacy service").RequireAuthorization(Policies.Administrator);
        all.MapGet("", ListAsync).WithName("ListMoves").WithSummary("Moves, newest first, without their comparison");
        all.MapGet("/plan", PlanAsync).WithName("PlanMoves").WithSummary("Legacy subscriptions that are in no move, ours and those made elsewhere, by where they point")
            .ProducesPenneoProblems();
        all.MapPost("", BeginAsync).WithName("BeginMove").WithSummary("Begin the move of those that point to an endpoint, or get the one that was begun")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();

        var one = all.MapGroup("/{id:long}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", FindAsync).WithName("GetMove").WithSummary("One move, with its comparison brought up to date").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapPut("", ChangeAsync).WithName("ChangeMove").WithSummary("Change what the current subscription shall be, while it is not made")
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/create", CreateAsync).WithName("CreateCurrentOfMove").WithSummary("Create the current subscription, or find out whether an earlier attempt did")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
        one.MapGet("/differences", DifferencesAsync).WithName("ListDifferencesOfMove").WithSummary("Events that came through one side only, newest first")
            .ProducesProblem(StatusCodes.Status404NotFound);
        one.MapPost("/compare-anew", CompareAnewAsync).WithName("CompareMoveAnew").WithSummary("Forget what was compared, and compare what happens from now on")
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapGet("/secret", SecretAsync).WithName("GetSecretOfMove").WithSummary("The secret of a current subscription that calls another system, until it is said to be there")
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/secret/taken", SecretIsTakenAsync).WithName("TakeSecretOfMove").WithSummary("Say that the other system has the secret; it is not shown after that")
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/switch-off", SwitchOffAsync).WithName("SwitchLegacyOff").WithSummary("Delete the legacy subscriptions at Penneo; there is no way back")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
        one.MapDelete("", UndoAsync).WithName("UndoMove").WithSummary("Delete the current subscription and forget the move; legacy goes on")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesPenneoProblems();
    }

    private static async Task<Ok<ItemList<MoveView>>> ListAsync(MoveReader moves, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ItemList<MoveView>(await moves.ListAsync(cancellationToken)));

    // Half of the truth would look like the whole of it.
    private static async Task<Ok<MovePlanOutput>> PlanAsync(MovePlanner planner, TimeProvider time, CancellationToken cancellationToken)
    {
        var plan = await planner.ReadAsync(cancellationToken);
        return plan.Failures is [var failure, ..]
            ? throw failure.Reason
            : TypedResults.Ok(new MovePlanOutput(LegacyShutdown.Day, LegacyShutdown.DaysLeft(time.GetUtcNow()), plan.Groups));
    }

    private static async Task<Created<MoveView>> BeginAsync(MoveInput? input, MoveService service, MoveReader moves, CancellationToken cancellationToken)
    {
        var id = await service.BeginAsync(string.IsNullOrWhiteSpace(input?.Endpoint) ? null : input.Endpoint, cancellationToken);
        return TypedResults.Created($"/api/v1/moves/{id}", await moves.FindAsync(id, cancellationToken));
    }

    private static async Task<Results<Ok<MoveView>, NotFound>> FindAsync(long id, MoveReader moves, CancellationToken cancellationToken) =>
        await moves.FindAsync(id, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static async Task<Results<Ok<MoveView>, ValidationProblem>> ChangeAsync(
        long id, MoveChange input, MoveService service, MoveReader moves, CancellationToken cancellationToken)
    {
        if (input.Problems() is { Count: > 0 } problems)
            return TypedResults.ValidationProblem(problems);
        await service.ChangeAsync(id, input.EventTypes, input.Endpoint, cancellationToken: cancellationToken);
        return TypedResults.Ok(await moves.FindAsync(id, cancellationToken));
    }

    private static async Task<Ok<MoveView>> CreateAsync(long id, MoveService service, MoveReader moves, CancellationToken cancellationToken)
    {
        await service.CreateAsync(id, cancellationToken);
        return TypedResults.Ok(await moves.FindAsync(id, cancellationToken));
    }

    private static async Task<Results<Ok<ItemList<OneSided>>, NotFound, ValidationProblem>> DifferencesAsync(
        long id,
        [Description("`legacy` or `current`: those that came through this side only.")] string? through,
        [Description("Those with a smaller sequence.")] long? before,
        [Description("From 1 to 200; 50 when left out.")] int? limit,
        MoveReader moves,
        CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (limit is < 1 or > MostItems)
            errors["limit"] = [$"From 1 to {MostItems}."];
        Side? side = through switch { "legacy" => Side.Legacy, "current" => Side.Current, _ => null };
        if (through is not null && side is null)
            errors["through"] = ["legacy or current."];
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);
        if (await moves.FindAsync(id, cancellationToken) is null)
            return TypedResults.NotFound();
        return TypedResults.Ok(new ItemList<OneSided>(await moves.DifferencesAsync(id, side, before, limit ?? UsualItems, cancellationToken)));
    }

    private static async Task<Ok<MoveView>> CompareAnewAsync(long id, MoveService service, MoveReader moves, CancellationToken cancellationToken)
    {
        await service.CompareAnewAsync(id, cancellationToken);
        return TypedResults.Ok(await moves.FindAsync(id, cancellationToken));
    }

    private static async Task<Ok<SecretOutput>> SecretAsync(long id, MoveService service, HttpContext http, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SecretOutput(await service.SecretAsync(id, cancellationToken)));
    }

    private static async Task<NoContent> SecretIsTakenAsync(long id, MoveService service, CancellationToken cancellationToken)
    {
        await service.SecretIsTakenAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MoveView>> SwitchOffAsync(
        long id, SwitchOffInput? input, SwitchingOff service, MoveReader moves, CancellationToken cancellationToken)
    {
        await service.RunAsync(id, input?.Anyway ?? false, cancellationToken);
        return TypedResults.Ok(await moves.FindAsync(id, cancellationToken));
    }

    private static async Task<NoContent> UndoAsync(long id, MoveService service, CancellationToken cancellationToken)
    {
        await service.UndoAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }
}
