using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using PenneoDashboard.Penneo;
using PenneoDashboard.Rejected;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Api;

/// <summary>Gives the API's expected failures their status and words.</summary>
internal sealed partial class ApiErrors(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        // By now the request's own path is that of the error page.
        var path = new PathString(http.Features.Get<IExceptionHandlerPathFeature>()?.Path);
        if (!path.StartsWithSegments("/api") || Describe(exception) is not { } problem)
            return false;
        http.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = problem });
    }

    private static ProblemDetails? Describe(Exception exception) => exception switch
    {
        SubscriptionException e => new ProblemDetails
        {
            Status = e.IsUnknown ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict,
            Title = e.IsUnknown ? "Not found" : "Not possible now",
            Detail = e.Message,
        },
        RejectedException e => new ProblemDetails
        {
            Status = e.IsUnknown ? StatusCodes.Status404NotFound : e.IsPassing ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status409Conflict,
            Title = e.IsUnknown ? "Not found" : "Not possible now",
            Detail = e.Message,
        },
        MaskedException e => new ProblemDetails { Status = StatusCodes.Status403Forbidden, Title = "Masked", Detail = e.Message },
        PenneoException e => new ProblemDetails
        {
            Status = e.Status is null ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway,
            Title = "Penneo did not do it",
            Detail = e.Message,
            Extensions = { ["penneoStatus"] = (int?)e.Status, ["penneoRequestId"] = e.RequestId, ["penneoTraceId"] = e.TraceId },
        },
        BadHttpRequestException { InnerException: JsonException e } => BadValue(e.Path?.TrimStart('$', '.') ?? "", "The body is not JSON, or this is not a value of the right kind."),
        BadHttpRequestException e when BadParameter().Match(e.Message) is { Success: true } match => BadValue(
            JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value),
            $"'{match.Groups["value"].Value}' is not {Kind(match.Groups["type"].Value)}."),
        BadHttpRequestException e => new ProblemDetails { Status = e.StatusCode, Title = "Bad request", Detail = e.Message },
        _ => null,
    };

    private static HttpValidationProblemDetails BadValue(string name, string what) =>
        new(new Dictionary<string, string[]> { [name] = [what] }) { Status = StatusCodes.Status400BadRequest };

    private static string Kind(string type) => type switch
    {
        nameof(DateTimeOffset) => "a time such as 2026-01-31T12:00:00Z",
        "bool" => "true or false",
        _ => "a whole number in range",
    };

    // The framework tells the parameter only in this sentence of its own.
    [GeneratedRegex("""^Failed to bind parameter "(Nullable<)?(?<type>\w+)>? (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex BadParameter();
}
