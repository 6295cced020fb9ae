using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Subscriptions;
using Xunit;

namespace PenneoDashboard.Tests.Api;

public sealed class FindingsApiTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    [Fact]
    public async Task Findings_AreListed_EachWithWhatMendsIt()
    {
        using var answer = await Client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = new[] { "sign.casefile.completed", "webhook.subscription.test" } }, Cancel);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Number("id");

        var finding = Assert.Single((await Client.GetAsync("/api/v1/subscriptions/findings")).Items(), x => x.Text("kind") == "missingEventTypes");

        Assert.Equal("warning", finding.Text("severity"));
        Assert.Contains("signer events", finding.Text("title"), StringComparison.Ordinal);
        Assert.Equal([id!.Value], finding.GetProperty("subscriptionIds").EnumerateArray().Select(x => x.GetInt64()));
        var fix = finding.GetProperty("fix");
        Assert.Equal(("addEventTypes", id), (fix.Text("kind"), fix.Number("subscriptionId")));
        Assert.Equal(15, fix.GetProperty("eventTypes").GetArrayLength());
        Assert.False(finding.TryGetProperty("stopsEvents", out _));
    }

    [Fact]
    public async Task PenneoThatDoesNotAnswer_IsAFinding_AndTheRestIsThere()
    {
        await using var host = await SubscriptionsHost.StartAsync();
        await host.CreateCurrentAsync("sign.casefile.completed");
        host.Penneo.Fail(PenneoCall.CurrentList, Answers.Error(403, "No webhooks for you."));
        using var client = new AppClient(host.App.BaseUrl);

        var findings = (await client.GetAsync("/api/v1/subscriptions/findings")).Items();

        Assert.Contains("No webhooks for you.", Assert.Single(findings, x => x.Text("kind") == "notCompared").Text("text"), StringComparison.Ordinal);
        Assert.Single(findings, x => x.Text("kind") == "missingEventTypes");
    }
}
