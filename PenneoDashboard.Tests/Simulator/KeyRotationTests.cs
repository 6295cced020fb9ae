using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>A receive key is replaced while the simulator delivers.</summary>
public sealed class KeyRotationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReplacedWhileEventsCome_NoneIsMissing_AndAllAreOfTheOneSubscription()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        using var made = await client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = SimulatorTopics.CurrentTypes }, Cancel);
        var row = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        using var started = await client.Http.PostAsJsonAsync("/simulator/scenarios", new { signers = 2, casefiles = 5, speed = "fast" }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await Eventually.TrueAsync(async () => (await client.EventsAsync()).Count > 0, "the first events");

        for (var i = 0; i < 2; i++)
        {
            using var answer = await client.Http.PostAsJsonAsync($"/api/v1/subscriptions/{row.Number("id")}/receive-key", new { overlapHours = 1 }, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await Eventually.TrueAsync(
            async () => await client.GetAsync("/simulator/status") is var status && status.GetProperty("runningCasefiles").GetInt32() == 0 && status.GetProperty("deliveries").Number("pending") == 0,
            "everything is sent");
        var sent = (await client.GetAsync("/simulator/events?limit=1000")).Items();
        Assert.All(sent.SelectMany(x => x.Items("deliveries")).SelectMany(x => x.Items("attempts")), x => Assert.Equal(200, x.Number("statusCode")));
        var events = await client.EventsAsync();
        Assert.Equal(sent.Count(x => x.Items("deliveries").Count > 0), events.Count);
        Assert.All(events, x => Assert.Equal((row.Number("id"), "verified"), (x.Number("subscriptionId"), x.Text("verification"))));
        Assert.Equal(2, (await client.GetAsync($"/api/v1/subscriptions/{row.Number("id")}/receive-key/retired")).Items().Count);
    }
}
