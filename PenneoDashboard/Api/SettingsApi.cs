using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Penneo.Settings;

namespace PenneoDashboard.Api;

internal static class SettingsApi
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var penneo = api.MapGroup("/settings/penneo").WithTags("Settings");
        penneo.MapGet("", (SettingsEditor editor) => TypedResults.Ok(editor.View()))
            .WithName("GetPenneoSettings").WithSummary("The connection to Penneo: what is set and where; secrets are never told");
        penneo.MapPut("", SaveAsync)
            .WithName("ChangePenneoSettings").WithSummary("Change what is given, at once; what is left out stays, and an empty text removes a setting");
        penneo.MapPost("/test", TestAsync)
            .WithName("TestPenneoSettings").WithSummary("Ask Penneo by the settings in force, or as they would be with what is given; keeps nothing");
    }

    private static async Task<Results<Ok<PenneoSettingsView>, ValidationProblem>> SaveAsync(
        PenneoSettingsInput input, SettingsEditor editor, CancellationToken cancellationToken)
    {
        var errors = await editor.SaveAsync(input, cancellationToken);
        return errors.Count > 0 ? TypedResults.ValidationProblem(errors) : TypedResults.Ok(editor.View());
    }

    private static async Task<Results<Ok<ConnectionTestResult>, ValidationProblem>> TestAsync(
        SettingsEditor editor, CancellationToken cancellationToken, PenneoSettingsInput? input = null)
    {
        var (errors, result) = await editor.TestAsync(input ?? new PenneoSettingsInput(), cancellationToken);
        return result is null ? TypedResults.ValidationProblem(errors) : TypedResults.Ok(result);
    }
}
