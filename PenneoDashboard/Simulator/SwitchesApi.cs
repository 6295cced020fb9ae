using System.Globalization;

namespace PenneoDashboard.Simulator;

/// <summary>What a rehearsal switches and reads, for tests and scripts.</summary>
internal static class SwitchesApi
{
    private const int MaxEvents = 1_000;

    public static void MapSwitches(this IEndpointRouteBuilder control)
    {
        control.MapPut("/legacy", SetLegacyAsync);
        control.MapPut("/casefile-access", SetCasefileAccessAsync);
        control.MapPut("/chaos", SetChaosAsync);
        control.MapGet("/events", Events);
    }

    private static async Task<IResult> SetLegacyAsync(HttpRequest http, SubscriptionBook book)
    {
        var (request, errors) = await ControlApi.ReadAsync<LegacyRequest>(http);
        if (request?.ShutDown is not { } shutDown)
            return Results.ValidationProblem(request is null ? errors : Missing("shutDown"));
        book.Switch(x => x with { LegacyShutDown = shutDown });
        return ControlApi.Answer(new { ShutDown = shutDown });
    }

    private static async Task<IResult> SetCasefileAccessAsync(HttpRequest http, SubscriptionBook book)
    {
        var (request, errors) = await ControlApi.ReadAsync<CasefileAccessRequest>(http);
        if (request?.Refused is not { } refused)
            return Results.ValidationProblem(request is null ? errors : Missing("refused"));
        book.Switch(x => x with { CasefilesRefused = refused });
        return ControlApi.Answer(new { Refused = refused });
    }

    private static async Task<IResult> SetChaosAsync(HttpRequest http, SubscriptionBook book)
    {
        var (chaos, errors) = await ControlApi.ReadAsync<ChaosSettings>(http);
        if (chaos is null)
            return Results.ValidationProblem(errors);
        if (chaos.Validate() is { Count: > 0 } invalid)
            return Results.ValidationProblem(invalid);
        book.Switch(x => x with { Chaos = chaos });
        return ControlApi.Answer(chaos);
    }

    private static IResult Events(HttpRequest http, SentEvents sent)
    {
        var (after, limit) = (Number(http, "after", 0), Number(http, "limit", 100));
        if (after is null or < 0)
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["after"] = ["Must be the number of an event, or 0."] });
        if (limit is null or < 1 or > MaxEvents)
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["limit"] = [$"Must be between 1 and {MaxEvents}."] });
        var items = sent.Read(after.Value, (int)limit.Value + 1);
        var page = items.Take((int)limit.Value).ToList();
        return ControlApi.Answer(new { Items = page, Next = items.Count > page.Count ? page[^1].Number : (long?)null, sent.Forgotten });
    }

    private static long? Number(HttpRequest http, string name, long absent) =>
        !http.Query.TryGetValue(name, out var text) ? absent : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Dictionary<string, string[]> Missing(string member) => new() { [member] = ["Must be true or false."] };

    private sealed record LegacyRequest(bool? ShutDown);

    private sealed record CasefileAccessRequest(bool? Refused);
}
