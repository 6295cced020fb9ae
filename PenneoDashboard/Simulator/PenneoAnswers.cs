using System.Text.Json;

namespace PenneoDashboard.Simulator;

/// <summary>Penneo's error body.</summary>
public sealed record PenneoError(string Error, string Message, int StatusCode);

/// <summary>A subscription as Penneo's legacy API shows it.</summary>
/// <param name="Created">Unix seconds, as a string.</param>
public sealed record PenneoSubscription(int UserId, int CustomerId, bool Confirmed, int Id, string Topic, string Endpoint, string Created)
{
    /// <summary>The one user of the simulated Penneo, and their company.</summary>
    public const int User = 4_711;
    public const int Customer = 1_234;

    public static PenneoSubscription From(SimulatedSubscription x) =>
        new(User, Customer, x.Confirmed, x.Id, x.Topic, x.Endpoint, FormattableString.Invariant($"{x.Created}"));
}

/// <summary>A subscription as Penneo's current API shows it.</summary>
public sealed record PenneoCurrentSubscription(string Id, int CustomerId, int UserId, bool IsActive, string Secret, IReadOnlyList<string> EventTypes, string Endpoint)
{
    public static PenneoCurrentSubscription From(SimulatedCurrentSubscription x) => new(x.Id, PenneoSubscription.Customer, PenneoSubscription.User, x.IsActive, x.Secret, x.EventTypes, x.Endpoint);
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

    public static IResult Forbidden(string message) => Fail(StatusCodes.Status403Forbidden, "Forbidden", message);

    public static IResult NotFound(string message) => Fail(StatusCodes.Status404NotFound, "Not Found", message);

    public static IResult NoSuchSubscription(object id) => NotFound(FormattableString.Invariant($"There is no webhook subscription {id}."));

    public static IResult Conflict(string message) => Fail(StatusCodes.Status409Conflict, "Conflict", message);

    public static IResult Unprocessable(string message) => Fail(StatusCodes.Status422UnprocessableEntity, "Unprocessable Entity", message);

    public static IResult NoSuchRoute() => NotFound("There is nothing at this address.");

    /// <summary>What every call of the legacy service is answered with after its end.</summary>
    public static IResult LegacyGone() => Fail(
        StatusCodes.Status410Gone, "Gone", "The legacy webhook service was shut down. Use the webhook service at /webhook/api/v1/subscriptions.");

    /// <summary>An error on purpose, of any status.</summary>
    public static IResult Fail(int statusCode, string error, string message) =>
        Body(new PenneoError(error, message, statusCode), statusCode);
}
