using System.Text.Json;

namespace PenneoDashboard.Simulator;

/// <summary>Drives the simulator from tests and scripts, as the page does from a browser.</summary>
internal static class ControlApi
{
    private static readonly Dictionary<string, string[]> NotAnObject = new() { [""] = ["The body must be a JSON object with known members only."] };

    public static void MapControlApi(this IEndpointRouteBuilder app)
    {
        var control = app.MapGroup("/simulator").DisableAntiforgery().ExcludeFromDescription();
        control.MapPost("/scenarios", StartAsync);
        control.MapDelete("/scenarios", (ScenarioRunner runner) => Answer(new { Stopped = runner.StopAll() }));
        control.MapPut("/traffic", SetTrafficAsync);
        control.MapGet("/status", Status);
        control.MapSwitches();
    }

    private static async Task<IResult> StartAsync(HttpRequest http, ScenarioRunner runner)
    {
        var (request, errors) = await ReadAsync<ScenarioRequest>(http);
        if (request is null)
            return Results.ValidationProblem(errors);
        if (request.Validate() is { Count: > 0 } invalid)
            return Results.ValidationProblem(invalid);
        if (runner.Start(request) is not { } ids)
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["casefiles"] = [$"At most {ScenarioRunner.MaxRunning} casefiles run at once."] });
        return Answer(new { CasefileIds = ids }, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> SetTrafficAsync(HttpRequest http, ContinuousTraffic traffic)
    {
        var (request, errors) = await ReadAsync<TrafficRequest>(http);
        if (request is null)
            return Results.ValidationProblem(errors);
        if (request.EventsPerSecond is not (0 or (>= ContinuousTraffic.MinRate and <= ContinuousTraffic.MaxRate)))
        {
            return Results.ValidationProblem(new Dictionary<string, string[]>
            {
                ["eventsPerSecond"] = [FormattableString.Invariant($"Must be 0 to stop, or between {ContinuousTraffic.MinRate} and {ContinuousTraffic.MaxRate}.")],
            });
        }
        traffic.SetRate(request.EventsPerSecond.Value);
        return Answer(new { traffic.EventsPerSecond });
    }

    private static IResult Status(SubscriptionBook book, ScenarioRunner runner, ContinuousTraffic traffic, DeliveryLog log) => Answer(new
    {
        Subscriptions = book.All.Select(x => new { x.Id, x.Topic, x.Endpoint, x.Confirmed, x.Dropping }),
        CurrentSubscriptions = book.Current.Select(x => new { x.Id, x.Endpoint, x.EventTypes, x.IsActive }),
        RunningCasefiles = runner.Running,
        Casefiles = runner.Casefiles,
        Traffic = new { traffic.EventsPerSecond, traffic.MeasuredEventsPerSecond },
        Deliveries = log.Counters,
        book.Switches,
    });

    public static IResult Answer<T>(T value, int statusCode = StatusCodes.Status200OK) =>
        Results.Json(value, ScenarioRequest.Json, statusCode: statusCode);

    /// <summary>The body whatever its content type, or what is wrong with it by member.</summary>
    public static async Task<(T? Value, Dictionary<string, string[]> Errors)> ReadAsync<T>(HttpRequest http)
        where T : class
    {
        try
        {
            return (await JsonSerializer.DeserializeAsync<T>(http.Body, ScenarioRequest.Json, http.HttpContext.RequestAborted), NotAnObject);
        }
        catch (JsonException exception)
        {
            var member = exception.Path?.TrimStart('$', '.') ?? "";
            return (null, member.Length == 0 ? NotAnObject : new() { [member] = ["Is unknown or has a value that is not allowed."] });
        }
    }

    private sealed record TrafficRequest(double? EventsPerSecond);
}
