using System.ComponentModel;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Rejected;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Api;

internal static class RejectedApi
{
    private const int MostItems = 200;
    private const int UsualItems = 50;

    public static void MapRejected(this IEndpointRouteBuilder api)
    {
        var rejected = api.MapGroup("/rejected").WithTags("Rejected deliveries");
        rejected.MapGet("", ListAsync).WithName("ListRejected").WithSummary("Deliveries that were answered 401, newest first, and why");
        rejected.MapGet("/{id:long}", FindAsync).WithName("GetRejected").WithSummary("One rejected delivery").ProducesProblem(StatusCodes.Status404NotFound);
        rejected.MapGet("/{id:long}/raw", RawAsync).WithName("GetRawRejected").WithSummary("Its body, byte for byte as it came")
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Octet).ProducesProblem(StatusCodes.Status404NotFound).RefuseMasked();
        var change = rejected.MapGroup("").RequireAuthorization(Policies.Operator);
        change.MapPost("/{id:long}/verify", VerifyAsync).WithName("VerifyRejected")
            .WithSummary("Verify it again, with the secrets known by now").ProducesProblem(StatusCodes.Status404NotFound);
        change.MapPost("/{id:long}/accept", AcceptAsync).WithName("AcceptRejected")
            .WithSummary("Put it into the log as verified; only if it is known to be Penneo's")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        change.MapDelete("/{id:long}", DiscardAsync).WithName("DiscardRejected").WithSummary("Remove it for good").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<RejectedPart>, ValidationProblem>> ListAsync(
        long? subscriptionId,
        [Description("Those with a smaller id; `next` of the page before reads on.")] long? before,
        [Description("From 1 to 200; 50 when left out.")] int? limit,
        RejectedStore rejected,
        CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostItems)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["limit"] = [$"From 1 to {MostItems}."] });
        return TypedResults.Ok(await rejected.ListAsync(subscriptionId, before, limit ?? UsualItems, cancellationToken));
    }

    private static async Task<Results<Ok<RejectedItem>, NotFound>> FindAsync(long id, RejectedStore rejected, CancellationToken cancellationToken) =>
        await rejected.FindAsync(id, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    // Never as its own content type: a body that is a web page must not run here.
    private static async Task<IResult> RawAsync(long id, RejectedStore rejected, CancellationToken cancellationToken) =>
        await rejected.BodyAsync(id, cancellationToken) is { } body
            ? TypedResults.File(body, MediaTypeNames.Application.Octet, $"rejected-{id}.bin")
            : TypedResults.NotFound();

    private static async Task<Ok<RejectedItem>> VerifyAsync(long id, RejectedService rejected, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rejected.VerifyAsync(id, cancellationToken));

    private static async Task<NoContent> AcceptAsync(long id, RejectedService rejected, CancellationToken cancellationToken)
    {
        await rejected.AcceptAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> DiscardAsync(long id, RejectedStore rejected, CancellationToken cancellationToken) =>
        await rejected.DiscardAsync(id, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();
}
