using Microsoft.AspNetCore.Diagnostics;

namespace PenneoDashboard.Shared;

/// <summary>Answers an unhandled error with problem details where no person would read the error page.</summary>
internal sealed class ProblemForPrograms(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc />
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken) =>
        PagesFeature.IsPageRequest(httpContext)
            ? ValueTask.FromResult(false)
            : problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext });
}
