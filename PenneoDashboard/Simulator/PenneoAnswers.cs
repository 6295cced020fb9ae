using System.Text.Json;

namespace PenneoDashboard.Simulator;

/// <summary>Penneo's error body.</summary>
public sealed record PenneoError(string Error, string Message, int StatusCode);

/// <summary>A subscription as Penneo's legacy API shows it.</summary>
/// <param name="Created">Unix seconds, as a string.</param>
public sealed record PenneoSubscription(int UserId, int CustomerId, bool Confirmed, int Id, string Topic, string Endpoint, string Created)
{
    /// <summary>The one account of the simulated Penneo.</summary>
    public static PenneoSubscription From(SimulatedSubscription x) =>
        new(4_711, 1_234, x.Confirmed, x.Id, x.Topic, x.Endpoint, FormattableString.Invariant($"{x.Created}"));
}

/// <summary>A subscription as Penneo's current API shows it.</summary>
public sealed record PenneoCurrentSubscription(string Id, int CustomerId, int UserId, bool IsActive, string Secret, IReadOnlyList<string> EventTypes, string Endpoint)
{
    public static PenneoCurrentSubscription From(SimulatedCurrentSubscription x) => new(x.Id, 1_234, 4_711, x.IsActive, x.Secret, x.EventTypes, x.Endpoint);
}

/// <summary>Answers in Penneo's own spelling, whatever JSON settings the app uses for its API.</summary>
internal static class PenneoAnswers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IResult Body<T>(T value, int statusCode = StatusCodes.Status200OK) =>
        Results.Json(value, Json, statusCode: statusCode);

    public static IResult BadRequest(string message) => Fail(StatusCodes.Status400BadRequest, "Bad Request", message);

    public static IResult Unauthorized(string message) => Fail(StatusCodes.Status401Unauthorized, "Unauthorized", message);

    /// <summary>The error body of OAuth.</summary>
    public static IResult OAuthError(int statusCode, string error, string description) =>
        Body(new Dictionary<string, string> { ["error"] = error, ["error_description"] = description }, statusCode);

    public static IResult NoSuchSubscription(object id) => Fail(
        StatusCodes.Status404NotFound, "Not Found", FormattableString.Invariant($"There is no webhook subscription {id}."));

    public static IResult Conflict(string message) => Fail(StatusCodes.Status409Conflict, "Conflict", message);

    public static IResult Unprocessable(string message) => Fail(StatusCodes.Status422UnprocessableEntity, "Unprocessable Entity", message);

    public static IResult NoSuchRoute() => Fail(StatusCodes.Status404NotFound, "Not Found", "There is nothing at this address.");

    private static IResult Fail(int statusCode, string error, string message) =>
        Body(new PenneoError(error, message, statusCode), statusCode);
}
