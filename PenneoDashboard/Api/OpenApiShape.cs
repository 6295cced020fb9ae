using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PenneoDashboard.Events;

namespace PenneoDashboard.Api;

/// <summary>What the generated OpenAPI document can't know by itself.</summary>
internal static class OpenApiShape
{
    private const string Bearer = "bearer";

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
            components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "Security:AutomationToken of the configuration.",
            };
            return Task.CompletedTask;
        });

        options.AddOperationTransformer((operation, context, _) =>
        {
            // Binding takes any letter case, the contract has one.
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
                parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);

            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            return Task.CompletedTask;
        });

        // These two are written by converters of our own, whose shape the generator does not see.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(RawJson))
            {
                (schema.Type, schema.Properties, schema.Required) = (null, null, null);
                schema.Description = "The payload as Penneo sent it, of any shape.";
            }
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset))
            {
                schema.Type = JsonSchemaType.String;
            }
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
            {
                schema.Type = context.ParameterDescription is null ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            }

            return Task.CompletedTask;
        });
    }
}
