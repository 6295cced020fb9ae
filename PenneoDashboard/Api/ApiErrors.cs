using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Api;

/// <summary>Gives the API's expected failures their status and words.</summary>
internal sealed class ApiErrors(IProblemDetailsService problems) : IExceptionHandler
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
        PenneoException e => new ProblemDetails
        {
            Status = e.Status is null ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway,
            Title = "Penneo did not do it",
            Detail = e.Message,
            Extensions = { ["penneoStatus"] = (int?)e.Status, ["penneoRequestId"] = e.RequestId, ["penneoTraceId"] = e.TraceId },
        },
        BadHttpRequestException e => new ProblemDetails { Status = e.StatusCode, Title = "Bad request", Detail = e.Message },
        _ => null,
    };
}
