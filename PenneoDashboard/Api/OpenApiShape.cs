using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PenneoDashboard.Events;

namespace PenneoDashboard.Api;

/// <summary>What the generated OpenAPI document can't know by itself.</summary>
internal static class OpenApiShape
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "PenneoDashboard",
                Version = "v1",
                Description = "Events received from Penneo's webhooks, the casefiles they tell of, and the subscriptions that make Penneo call. "
                    + "Times are ISO 8601 in UTC with microseconds; errors are RFC 9457 problem details.",
            };
            var components = document.Components ??= new OpenApiComponents();
            components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "Security:AutomationToken, where it is set.",
            };
            return Task.CompletedTask;
        });

        // The payload is Penneo's, of any shape.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(RawJson))
            {
                (schema.Type, schema.Properties, schema.Required) = (null, null, null);
                schema.Description = "The payload as Penneo sent it.";
            }

            return Task.CompletedTask;
        });
    }
}
