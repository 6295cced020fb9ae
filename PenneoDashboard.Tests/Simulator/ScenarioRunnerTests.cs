using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class ScenarioRunnerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OverHttp_PlaysEveryCasefileToItsEnd()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.SubscribeAsync("casefile", "casefile");
        await host.SubscribeAsync("signer", "signer");

        var answer = await PostAsync(host, """{"signers":2,"rounds":2,"outcome":"happyPath","speed":"fast","payload":"full","casefiles":3}""");
        await host.PlayToTheEndAsync(_time);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var ids = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("casefileIds").EnumerateArray().Select(x => x.GetInt32()).ToArray();
        Assert.Equal(3, ids.Length);
        var completed = host.Notifications("casefile").Select(x => x.Json).ToArray();
        Assert.Equal(ids.Order(), completed.Select(x => x.GetProperty("payload").GetProperty("id").GetInt32()).Order());
        Assert.All(completed, x => Assert.NotEmpty(x.GetProperty("payload").GetProperty("title").GetString()!));
        var signers = host.Notifications("signer").Select(x => x.Json.GetProperty("payload")).ToArray();
        Assert.Equal(3 * 2 * 6, signers.Length);
        Assert.Equal(6, signers.Select(x => x.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(signers, x => Assert.Contains(x.GetProperty("caseFile").GetProperty("id").GetInt32(), ids));
        Assert.All(signers, x => Assert.NotEmpty(x.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task Start_RepeatedEvents_DeliversSomeBytesTwiceAndEveryTimeOnce()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.SubscribeAsync("signer", "signer");

        await PostAsync(host, """{"signers":3,"repeatEvents":true,"speed":"fast"}""");
        await host.PlayToTheEndAsync(_time);

        var bodies = host.Notifications("signer").Select(x => Convert.ToHexString(x.Bytes)).ToArray();
        var different = bodies.Distinct().Select(x => JsonDocument.Parse(Convert.FromHexString(x)).RootElement.GetProperty("eventTime")).ToArray();
        Assert.True(different.Length < bodies.Length);
        Assert.Equal(different.Length, different.Select(Instant).Distinct().Count());
    }

    [Fact]
    public async Task Stop_All_EndsThemAndSaysHowMany()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await PostAsync(host, """{"casefiles":4}""");
        var runner = host.Services.GetRequiredService<ScenarioRunner>();
        Assert.Equal(4, runner.Running);

        var answer = await host.Client.DeleteAsync("/simulator/scenarios", Cancel);

        Assert.Equal(4, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("stopped").GetInt32());
        Assert.Equal(0, runner.Running);
        Assert.All(runner.Casefiles, x => Assert.Equal(RunState.Stopped, x.State));
    }

    [Theory]
    [InlineData("/simulator/scenarios", """{"signers":9}""", "signers")]
    [InlineData("/simulator/scenarios", """{"rounds":0}""", "rounds")]
    [InlineData("/simulator/scenarios", """{"casefiles":101}""", "casefiles")]
    [InlineData("/simulator/scenarios", """{"outcome":"perfect"}""", "outcome")]
    [InlineData("/simulator/scenarios", """{"colour":"red"}""", "colour")]
    [InlineData("/simulator/scenarios", "[]", "")]
    [InlineData("/simulator/scenarios", "", "")]
    [InlineData("/simulator/traffic", """{"eventsPerSecond":201}""", "eventsPerSecond")]
    [InlineData("/simulator/traffic", """{"eventsPerSecond":-1}""", "eventsPerSecond")]
    [InlineData("/simulator/traffic", "{}", "eventsPerSecond")]
    public async Task Control_BadValue_IsAValidationProblem(string path, string body, string member)
    {
        await using var host = await SimulatorHost.StartAsync();
        using var content = new StringContent(body);

        var answer = await (path.EndsWith("traffic", StringComparison.Ordinal)
            ? host.Client.PutAsync(path, content, Cancel)
            : host.Client.PostAsync(path, content, Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Traffic_AtARate_KeepsItAndStops()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var traffic = host.Services.GetRequiredService<ContinuousTraffic>();
        await host.Client.PutAsJsonAsync("/simulator/traffic", new { eventsPerSecond = 50 }, Cancel);

        await Eventually.TrueAsync(
            () => traffic.MeasuredEventsPerSecond is > 45 and < 55, "the measured rate comes close", () => _time.Advance(TimeSpan.FromMilliseconds(20)));
        var status = await host.Client.GetFromJsonAsync<JsonElement>("/simulator/status", Cancel);
        await host.Client.PutAsJsonAsync("/simulator/traffic", new { eventsPerSecond = 0 }, Cancel);

        Assert.Equal(50, status.GetProperty("traffic").GetProperty("eventsPerSecond").GetDouble());
        Assert.Equal((0, 0), (traffic.EventsPerSecond, traffic.MeasuredEventsPerSecond));
    }

    private static Task<HttpResponseMessage> PostAsync(SimulatorHost host, string json) =>
        host.Client.PostAsync("/simulator/scenarios", new StringContent(json), Cancel);

    internal static DateTimeOffset Instant(JsonElement eventTime)
    {
        var hours = eventTime.GetProperty("timezone").GetString() is "CET" or "+01:00" ? 1 : 0;
        var local = DateTime.ParseExact(eventTime.GetProperty("date").GetString()!, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return new DateTimeOffset(local, TimeSpan.FromHours(hours));
    }
}
