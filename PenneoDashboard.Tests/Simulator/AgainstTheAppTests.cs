using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>The simulator makes every trouble it can; what it says it sent is compared with what the app has.</summary>
public sealed class AgainstTheAppTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AllChaosThroughBothServices_NothingDeliveredIsMissing_NothingIsTwice_AndEveryTamperedAttemptIsRefused()
    {
        // Many short retries: half of the attempts are tampered with, and each event is to arrive in the end.
        await using var app = new TestApp(services: services => services.Configure<SimulatorOptions>(x => x.CurrentRetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(20), 60)]));
        using var client = new AppClient(app.BaseUrl);
        using var made = await client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = SimulatorTopics.CurrentTypes }, Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await client.SubscribeAsync("casefile");
        await client.SubscribeAsync("signer");
        await Eventually.TrueAsync(
            async () => (await client.GetAsync("/simulator/status")).Items("subscriptions").Count(x => x.GetProperty("confirmed").GetBoolean()) == 2, "both legacy subscriptions are confirmed");
        await PutAsync(client, "chaos", new { lose = 20, @double = 30, reorder = 30, delay = 30, delaySeconds = 1, tamper = 50 });

        using var started = await client.Http.PostAsJsonAsync("/simulator/scenarios", new { signers = 2, casefiles = 5, speed = "fast" }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await Eventually.TrueAsync(
            async () => await client.GetAsync("/simulator/status") is var status && status.GetProperty("runningCasefiles").GetInt32() == 0 && status.GetProperty("deliveries").Number("pending") == 0,
            "everything is sent");

        var sent = (await client.GetAsync("/simulator/events?limit=1000")).Items();
        Assert.True(sent.Count > 30);
        var arrived = sent.Where(x => x.Items("deliveries").Any(d => d.Text("outcome") == "delivered"));
        Assert.Equal(arrived.Select(Identity).Order(), (await client.EventsAsync()).Select(Identity).Order());

        var deliveries = sent.SelectMany(x => x.Items("deliveries")).ToList();
        Assert.All(deliveries, x => Assert.Contains(x.Text("outcome"), (string[])["delivered", "lost"]));
        Assert.All(deliveries.SelectMany(x => x.Items("attempts")), x => Assert.NotEqual(x.Text("chaos") is null ? 401 : 200, x.Number("statusCode")));
        Assert.Contains(deliveries, x => x.Text("outcome") == "lost");
        Assert.Contains(deliveries, x => x.Items("attempts").Any(a => a.Number("statusCode") == 401));
    }

    [Fact]
    public async Task LegacyShutDown_TheAppSaysSo_AndCreatesNoneUntilItIsBack()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        await PutAsync(client, "legacy", new { shutDown = true });

        using var refused = await client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "signer" }, Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(410, problem.Number("penneoStatus"));
        Assert.Contains("Penneo has shut its legacy webhook service down (410).", problem.Text("detail"), StringComparison.Ordinal);

        await PutAsync(client, "legacy", new { shutDown = false });
        await client.SubscribeAsync("signer");
    }

    private static async Task PutAsync(AppClient client, string path, object value)
    {
        using var answer = await client.Http.PutAsJsonAsync($"/simulator/{path}", value, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>What makes it that event, of the app's and of the simulator's list.</summary>
    private static string Identity(JsonElement x) =>
        $"{x.Text("topic")} {x.Text("eventType")} {x.Number("casefileId")} {x.Number("signerId")} {x.GetProperty("eventTime").GetDateTimeOffset().UtcDateTime:O}";
}
