using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Tokens;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Api;

/// <summary>A user to add.</summary>
internal sealed record UserInput(string Name, Role Role);

/// <summary>The role a user shall have.</summary>
internal sealed record RoleInput(Role Role);

/// <summary>A user just added.</summary>
/// <param name="PasswordLink">Path of a link, good once and for a day, where they set their password.</param>
internal sealed record AddedUser(UserItem User, string PasswordLink);

/// <summary>A link where a user sets a password.</summary>
/// <param name="Path">Good once and for a day.</param>
internal sealed record PasswordLink(string Path);

/// <summary>A token to make.</summary>
internal sealed record TokenInput(string Name, Role Role, [property: Description("Left out for no end.")] DateTimeOffset? ExpiresAt = null);

internal static class UsersApi
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users").RequireAuthorization(Policies.Administrator);
        users.MapGet("", async (UserDirectory directory, CancellationToken cancellationToken) => TypedResults.Ok(new ItemList<UserItem>(await directory.ListAsync(cancellationToken))))
            .WithName("ListUsers").WithSummary("Who may sign in");
        users.MapPost("", AddAsync).WithName("AddUser").WithSummary("Let somebody in");
        var one = users.MapGroup("/{id:long}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapPut("/role", (long id, RoleInput input, UserDirectory directory) => AfterAsync(directory, id, directory.ChangeRoleAsync(id, input.Role)))
            .WithName("ChangeRole").WithSummary("Give a user another role, which ends their sessions").Produces<UserItem>().ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/password-link", LinkAsync).WithName("MakePasswordLink").WithSummary("Make a link, good once and for a day, where a user sets a password").ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        one.MapPost("/sign-out", (long id, UserDirectory directory) => AfterAsync(directory, id, directory.SignOutEverywhereAsync(id)))
            .WithName("SignOutEverywhere").WithSummary("End all sessions of a user").Produces<UserItem>();
        one.MapDelete("/two-step", (long id, UserDirectory directory) => AfterAsync(directory, id, directory.TurnOffTwoStepAsync(id)))
            .WithName("TurnOffTwoStep").WithSummary("Turn a user's two-step sign-in off, which ends their sessions").Produces<UserItem>().ProducesProblem(StatusCodes.Status409Conflict);
        one.MapDelete("/passkeys", (long id, UserDirectory directory) => AfterAsync(directory, id, directory.RemovePasskeysAsync(id)))
            .WithName("RemovePasskeys").WithSummary("Remove all passkeys of a user, which ends their sessions").Produces<UserItem>().ProducesProblem(StatusCodes.Status409Conflict);
        one.MapDelete("", RemoveAsync).WithName("RemoveUser").WithSummary("Let a user in no more").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);

        var tokens = api.MapGroup("/tokens").WithTags("API tokens").RequireAuthorization(Policies.Administrator);
        tokens.MapGet("", async (ApiTokens all, CancellationToken cancellationToken) => TypedResults.Ok(new ItemList<ApiTokenItem>(await all.ListAsync(cancellationToken))))
            .WithName("ListTokens").WithSummary("API tokens, newest first; the tokens themselves are not kept");
        tokens.MapPost("", CreateTokenAsync).WithName("CreateToken").WithSummary("Make an API token; its answer is the only place that tells it");
        tokens.MapDelete("/{id:long}", async Task<Results<NoContent, NotFound>> (long id, ApiTokens all, CancellationToken cancellationToken) =>
            await all.RevokeAsync(id, cancellationToken) is null ? TypedResults.NotFound() : TypedResults.NoContent())
            .WithName("RevokeToken").WithSummary("Take an API token back at once").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<AddedUser>, ValidationProblem>> AddAsync(UserInput input, UserDirectory directory)
    {
        var (change, user) = await directory.AddAsync(input.Name, input.Role);
        return user is null
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["name"] = [.. change.Problems] })
            : TypedResults.Created($"/api/v1/users/{user.Id}", new AddedUser(user, change.Link!));
    }

    private static async Task<IResult> AfterAsync(UserDirectory directory, long id, Task<UserChange> change)
    {
        var made = await change;
        return await directory.FindAsync(id) is not { } user ? TypedResults.NotFound()
            : made.Succeeded ? TypedResults.Ok(user) : Conflict(made);
    }

    private static async Task<Results<Ok<PasswordLink>, NotFound, ProblemHttpResult>> LinkAsync(long id, UserDirectory directory) =>
        await directory.MakePasswordLinkAsync(id) switch
        {
            { Link: { } link } => TypedResults.Ok(new PasswordLink(link)),
            var refused when await directory.FindAsync(id) is not null => Conflict(refused),
            _ => TypedResults.NotFound(),
        };

    private static async Task<IResult> RemoveAsync(long id, UserDirectory directory) => await directory.FindAsync(id) is null
        ? TypedResults.NotFound()
        : await directory.RemoveAsync(id) is { Succeeded: false } refused ? Conflict(refused) : TypedResults.NoContent();

    private static async Task<Results<Created<NewApiToken>, ValidationProblem>> CreateTokenAsync(
        TokenInput input, ClaimsPrincipal caller, ApiTokens tokens, CancellationToken cancellationToken)
    {
        var problems = tokens.Problems(input.Name, input.ExpiresAt);
        if (problems.Count > 0)
            return TypedResults.ValidationProblem(problems);
        var made = await tokens.CreateAsync(input.Name, input.Role, input.ExpiresAt, caller.Identity?.Name ?? "", cancellationToken);
        return TypedResults.Created($"/api/v1/tokens/{made.Item.Id}", made);
    }

    private static ProblemHttpResult Conflict(UserChange change) => TypedResults.Problem(string.Join(' ', change.Problems), statusCode: StatusCodes.Status409Conflict);
}
