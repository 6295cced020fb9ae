using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PenneoDashboard.Events;
using PenneoDashboard.Security;

namespace PenneoDashboard.Api;

/// <summary>The product's own HTTP API, its OpenAPI document and the health routes.</summary>
public static class ApiFeature
{
    public static void AddApi(this IHostApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            EventJson.Configure(json.SerializerOptions);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });

        // Only the exception names the parameter that is wrong; see ApiErrors.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ApiErrors>();
        builder.Services.AddOpenApi("v1", OpenApiShape.Configure);
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), branch =>
        {
            // Answers hold what strangers sent, so no browser may take one for a page.
            branch.Use((http, next) =>
            {
                http.Response.Headers.XContentTypeOptions = "nosniff";
                return next(http);
            });

            // Problem details also where only a status was set, such as 404.
            branch.UseStatusCodePages();
        });
        var api = app.MapGroup("/api/v1").RequireAuthorization(Policies.ForPrograms).DisableAntiforgery()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapEvents();
        api.MapCasefiles();
        api.MapSubscriptions();
        api.MapMoves();
        api.MapRejected();
        api.MapSettings();
        api.MapUsers();
        api.MapAudit();
        app.MapTryIt();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();

        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteHealthAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = x => x.Tags.Contains("ready"), ResponseWriter = WriteHealthAsync }).AllowAnonymous();
    }

    // Reasons name files and errors of this machine, which strangers need not know.
    private static Task WriteHealthAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status,
        checks = report.Entries.Select(x => new { name = x.Key, status = x.Value.Status, reason = IsKnown(http) ? x.Value.Description ?? x.Value.Exception?.Message : null }),
    });

    private static bool IsKnown(HttpContext http) => http.User.Identity?.IsAuthenticated == true;
}
