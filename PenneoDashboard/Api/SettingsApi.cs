using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo.Settings;
using PenneoDashboard.Security;

namespace PenneoDashboard.Api;

internal static class SettingsApi
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var penneo = api.MapGroup("/settings/penneo").WithTags("Settings").RequireAuthorization(Policies.Administrator);
        penneo.MapGet("", (SettingsEditor editor) => TypedResults.Ok(editor.View()))
            .WithName("GetPenneoSettings").WithSummary("The connection to Penneo: what is set and where; secrets are never told");
        penneo.MapPut("", SaveAsync)
            .WithName("ChangePenneoSettings").WithSummary("Change what is given, at once; what is left out stays, and an empty text removes a setting");
        penneo.MapPost("/test", TestAsync)
            .WithName("TestPenneoSettings").WithSummary("Ask Penneo by the settings in force, or as they would be with what is given; keeps nothing");

        var stalled = api.MapGroup("/settings/stalled").WithTags("Settings");
        stalled.MapGet("", (StallRuleStore rules, CancellationToken cancellationToken) => rules.ReadAsync(cancellationToken))
            .WithName("GetStallRules").WithSummary("When a casefile that waits for someone counts as stalled; null or false is off");
        stalled.MapPut("", SaveStalledAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ChangeStallRules").WithSummary("Replace the rules; what is left out gets its usual value. They hold for every casefile when this answers");
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

    private static async Task<Results<Ok<StallRules>, ValidationProblem>> SaveStalledAsync(StallRules input, StallRuleStore rules, CancellationToken cancellationToken)
    {
        if (input.Problems() is { Count: > 0 } problems)
            return TypedResults.ValidationProblem(problems);
        await rules.SaveAsync(input, cancellationToken);
        return TypedResults.Ok(input);
    }
}
