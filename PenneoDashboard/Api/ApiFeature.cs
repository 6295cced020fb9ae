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
        builder.Services.ConfigureHttpJsonOptions(json => EventJson.Configure(json.SerializerOptions));
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ApiErrors>();
        builder.Services.AddOpenApi("v1", OpenApiShape.Configure);
    }

    public static void MapApi(this WebApplication app)
    {
        // Problem details also where only a status was set, such as 404 or 401.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), branch => branch.UseStatusCodePages());
        var api = app.MapGroup("/api/v1").RequireAuthorization(SecurityFeature.ProgramPolicy).DisableAntiforgery();
        api.MapEvents();
        api.MapCasefiles();
        api.MapSubscriptions();
        app.MapOpenApi("/openapi/{documentName}.json");

        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteHealthAsync });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = x => x.Tags.Contains("ready"), ResponseWriter = WriteHealthAsync });
    }

    private static Task WriteHealthAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status,
        checks = report.Entries.Select(x => new { name = x.Key, status = x.Value.Status, reason = x.Value.Description ?? x.Value.Exception?.Message }),
    });
}
