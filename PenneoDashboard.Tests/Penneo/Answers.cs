using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PenneoDashboard.Tests.Penneo;

/// <summary>Answers other than the ones Penneo's page promises.</summary>
internal static class Answers
{
    public const string RequestId = "req-4711";
    public const string TraceId = "trace-0815";

    /// <summary>Penneo's error body, with the two headers its support asks for.</summary>
    public static RequestDelegate Error(int status, string message, string? retryAfter = null) => Text(
        status, "application/json", JsonSerializer.Serialize(new { error = "Some Error", message, statusCode = status }), retryAfter);

    public static RequestDelegate Html(int status) => Text(status, "text/html", "<!DOCTYPE html><html><body>Please sign in</body></html>");

    public static RequestDelegate Text(int status, string contentType, string body, string? retryAfter = null) => async http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers["X-Penneo-Request-Id"] = RequestId;
        http.Response.Headers["X-B3-TraceId"] = TraceId;
        if (retryAfter is not null)
            http.Response.Headers.RetryAfter = retryAfter;
        http.Response.ContentType = contentType;
        await http.Response.WriteAsync(body);
    };

    /// <summary>Never answers.</summary>
    public static RequestDelegate Silence(FakePenneo penneo) => http => penneo.HangAsync(http);

    /// <summary>Sends its headers and the start of a body, then nothing more.</summary>
    public static RequestDelegate HalfAnAnswer(FakePenneo penneo) => async http =>
    {
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync("[");
        await http.Response.Body.FlushAsync();
        await penneo.HangAsync(http);
    };

    /// <summary>Closes the connection without an answer.</summary>
    public static Task Close(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
