using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>The simulated end of the legacy service.</summary>
public sealed class LegacyShutdownTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "/101")]
    [InlineData("GET", "/none")]
    [InlineData("DELETE", "/101")]
    [InlineData("POST", "/101/confirm")]
    [InlineData("POST", "/101/test")]
    [InlineData("PATCH", "/101")]
    public async Task EveryLegacyCall_IsGone_UntilItIsBackOn(string method, string path)
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.CreateAsync("casefile", "a");
        await host.ControlAsync("legacy", """{"shutDown":true}""");
        foreach (var version in (string[])["v1", "v3"])
        {
            using var answer = await SendAsync(host.Client, version);
            await SimulatorHost.AssertErrorAsync(answer, HttpStatusCode.Gone);
        }

        // A dead service does not ask who calls.
        using var stranger = new HttpClient { BaseAddress = new Uri(host.Url) };
        using var unknown = await SendAsync(stranger, "v1");
        Assert.Equal(HttpStatusCode.Gone, unknown.StatusCode);

        await host.ControlAsync("legacy", """{"shutDown":false}""");
        using var again = await SendAsync(host.Client, "v1");
        Assert.NotEqual(HttpStatusCode.Gone, again.StatusCode);

        async Task<HttpResponseMessage> SendAsync(HttpClient client, string version)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/simulator/penneo/api/{version}/webhook/subscriptions{path}");
            return await client.SendAsync(request, Cancel);
        }
    }

    [Fact]
    public async Task ShutDown_TheCurrentServiceAndCasefilesGoOn()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.ControlAsync("legacy", """{"shutDown":true}""");

        await host.CreateCurrentAsync("a", "sign.casefile.completed");
        var id = await host.PlayAsync("""{"signers":1,"speed":"fast"}""");
        await host.PlayToTheEndAsync(_time);

        Assert.Equal("sign.casefile.completed", Assert.Single(host.At("a")).Header("x-event-type"));
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync($"/simulator/penneo/api/v3/casefiles/{id}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task ShutDown_NothingIsDeliveredThroughLegacy_AndWhatIsBackOnDeliversOnlyWhatIsNew()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.SubscribeAsync("casefile", "a");
        await host.ControlAsync("legacy", """{"shutDown":true}""");
        await host.PlayAsync("""{"signers":1,"speed":"fast"}""");
        await host.PlayToTheEndAsync(_time);
        Assert.Empty(host.Notifications("a"));

        await host.ControlAsync("legacy", """{"shutDown":false}""");
        var id = await host.PlayAsync("""{"signers":1,"speed":"fast"}""");
        await host.PlayToTheEndAsync(_time);

        Assert.Equal(id, Assert.Single(host.Notifications("a")).Json.GetProperty("payload").GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task ShutDown_WhileARetryIsWaiting_GivesItUp_AndLeavesTheSubscriptionAsItWas()
    {
        await using var host = await SimulatorHost.StartAsync(_time, x => x.DeliveryTimeout = TimeSpan.FromDays(1));
        var subscription = await host.SubscribeAsync("casefile", "a");
        host.Answers["a"] = _ => Task.FromResult(500);
        await host.PlayAsync("""{"signers":1,"speed":"fast"}""");
        await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == 1, "the failure", () => _time.Advance(TimeSpan.FromMilliseconds(250)));

        await host.ControlAsync("legacy", """{"shutDown":true}""");
        await Eventually.TrueAsync(() => host.Log.Counters is { Pending: 0, Dropped: 1 }, "the retry is given up", () => _time.Advance(TimeSpan.FromSeconds(20)));

        Assert.Single(host.Notifications("a"));
        Assert.True(host.Book.Find(subscription)!.Receives);
    }

    [Fact]
    public async Task Switches_OutliveARestart_AndAreToldByTheStatus()
    {
        var folder = Directory.CreateTempSubdirectory("simulator").FullName;
        void InFolder(SimulatorOptions x) => x.StateFile = Path.Combine(folder, "simulator.json");
        await using (var host = await SimulatorHost.StartAsync(_time, InFolder))
        {
            await host.ControlAsync("legacy", """{"shutDown":true}""");
            await host.ControlAsync("casefile-access", """{"refused":true}""");
            await host.ControlAsync("chaos", """{"lose":7,"delaySeconds":3}""");
        }

        await using (var again = await SimulatorHost.StartAsync(_time, InFolder))
        {
            var switches = (await again.Client.GetFromJsonAsync<JsonElement>("/simulator/status", Cancel)).GetProperty("switches");
            Assert.True(switches.GetProperty("legacyShutDown").GetBoolean());
            Assert.True(switches.GetProperty("casefilesRefused").GetBoolean());
            Assert.Equal((7, 3, 0), (Chaos("lose"), Chaos("delaySeconds"), Chaos("double")));
            int Chaos(string name) => switches.GetProperty("chaos").GetProperty(name).GetInt32();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Start_WithAStateFileFromBeforeTheSwitches_ReadsItWithAllOff()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("simulator").FullName, "simulator.json");
        await File.WriteAllTextAsync(file, """
            {"subscriptions":[{"id":101,"topic":"signer","endpoint":"https://a.example.com","token":"t","created":1,"confirmed":true,"dropping":false}],
             "lastSubscriptionId":101,"lastCasefileId":5000,"lastSignerId":90000,"current":[]}
            """, Cancel);

        await using var host = await SimulatorHost.StartAsync(_time, x => x.StateFile = file);

        Assert.Equal((101, new SimulatorSwitches()), (Assert.Single(host.Book.All).Id, host.Book.Switches));
    }

    [Theory]
    [InlineData("legacy", "{}", "shutDown")]
    [InlineData("legacy", """{"shutDown":"yes"}""", "shutDown")]
    [InlineData("legacy", "[]", "")]
    [InlineData("casefile-access", "{}", "refused")]
    [InlineData("chaos", """{"lose":101}""", "lose")]
    [InlineData("chaos", """{"refuse":-1}""", "refuse")]
    [InlineData("chaos", """{"delaySeconds":0}""", "delaySeconds")]
    [InlineData("chaos", """{"explode":1}""", "explode")]
    [InlineData("chaos", "", "")]
    public async Task Switch_BadValue_IsAValidationProblem_AndChangesNothing(string path, string body, string member)
    {
        await using var host = await SimulatorHost.StartAsync(_time);

        var answer = await host.Client.PutAsync($"/simulator/{path}", new StringContent(body), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal(new SimulatorSwitches(), host.Book.Switches);
    }
}
