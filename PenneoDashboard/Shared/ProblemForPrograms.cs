using Microsoft.AspNetCore.Diagnostics;

namespace PenneoDashboard.Shared;

/// <summary>
/// Logs an unhandled error with the reference that its sender is shown, and answers it with problem details where no
/// person would read the error page.
/// </summary>
internal sealed partial class ProblemForPrograms(IProblemDetailsService problems, ILogger<ProblemForPrograms> logger) : IExceptionHandler
{
    /// <summary>What the error page and problem details (<c>traceId</c>) call the request.</summary>
    public static string? Reference(HttpContext? http) => System.Diagnostics.Activity.Current?.Id ?? http?.TraceIdentifier;

    /// <inheritdoc />
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Neither path nor query, which may hold a key.
        LogFailed(exception, httpContext.Request.Method, Reference(httpContext));
        return PagesFeature.IsPageRequest(httpContext)
            ? ValueTask.FromResult(false)
            : problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext });
    }

    [LoggerMessage(LogLevel.Error, "A {Method} request failed. Its reference is {Reference}")]
    private partial void LogFailed(Exception exception, string method, string? reference);
}
