using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Api;

/// <summary>A script's whole use of subscriptions, over HTTP, with the simulator for Penneo.</summary>
public sealed class SubscriptionsApiTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    [Fact]
    public async Task Created_ConfirmsItself_IsTested_AndDeleted()
    {
        var made = await CreateAsync(new { generation = "legacy", topic = "signer" });
        var path = $"/api/v1/subscriptions/{made.Number("id")}";
        Assert.Equal(("legacy", "signer"), (made.Text("generation"), made.Text("topic")));
        Assert.Equal(JsonValueKind.Null, made.GetProperty("eventTypes").ValueKind);
        Assert.Equal(made.Text("endpoint"), made.Text("receiveUrl"));
        Assert.StartsWith(fixture.App.BaseUrl + "/webhooks/penneo/", made.Text("receiveUrl"), StringComparison.Ordinal);
        Assert.NotEmpty(made.Text("penneoId")!);

        await StateAsync(path, "active");
        using var tested = await Client.Http.PostAsync(path + "/test", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, tested.StatusCode);
        await Eventually.TrueAsync(() => Client.EventsAsync($"subscriptionId={made.Number("id")}").GetAwaiter().GetResult().Count == 1, "the test's event");
        Assert.Matches(@"\.\d{6}Z$", (await Client.GetAsync(path)).Text("lastEventAt"));

        using var deleted = await Client.Http.DeleteAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.DoesNotContain((await Client.GetAsync("/api/v1/subscriptions")).Items(), x => x.Number("id") == made.Number("id"));
        using var gone = await Client.Http.GetAsync(path, Cancel);
        await ApiRefusalTests.ProblemAsync(gone, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Manual_WaitsForItsConfirmation_WithOrWithoutTheToken()
    {
        var made = await CreateAsync(new { generation = "legacy", topic = "casefile", autoConfirm = false });
        var path = $"/api/v1/subscriptions/{made.Number("id")}";
        await Eventually.TrueAsync(() => Client.GetAsync(path).GetAwaiter().GetResult().GetProperty("confirmationReceivedAt").ValueKind == JsonValueKind.String, "Penneo's message");
        Assert.Equal("pendingConfirmation", (await Client.GetAsync(path)).Text("state"));
        Assert.DoesNotContain((await Client.GetAsync(path)).EnumerateObject(), x => x.Name == "confirmationToken");

        using var wrong = await Client.Http.PostAsJsonAsync(path + "/confirm", new { token = "wrong" }, Cancel);
        await ApiRefusalTests.ProblemAsync(wrong, HttpStatusCode.BadGateway);
        using var right = await Client.Http.PostAsync(path + "/confirm", null, Cancel);

        Assert.Equal((HttpStatusCode.OK, "active"), (right.StatusCode, (await right.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Text("state")));
    }

    [Fact]
    public async Task AutoConfirm_CanBeSwitchedOnLater()
    {
        var made = await CreateAsync(new { generation = "legacy", topic = "casefile", autoConfirm = false });
        var path = $"/api/v1/subscriptions/{made.Number("id")}";

        using var changed = await Client.Http.PutAsJsonAsync(path, new { autoConfirm = true }, Cancel);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await StateAsync(path, "active");
        using var nothing = await Client.Http.PutAsJsonAsync(path, new { }, Cancel);
        Assert.Equal(["autoConfirm"], (await ApiRefusalTests.ProblemAsync(nothing, HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().Select(x => x.Name));
    }

    [Fact]
    public async Task MadeElsewhere_IsListed_Adopted_AndDeleted()
    {
        async Task<IReadOnlyList<JsonElement>> ElsewhereAsync() => (await Client.GetAsync("/api/v1/subscriptions/elsewhere")).Items();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/simulator/penneo/api/v1/webhook/subscriptions")
        {
            Content = JsonContent.Create(new { topic = "casefile", endpoint = "https://hooks.example.com/other" }),
            Headers = { { "Authorization", "JWT" }, { "X-Auth-Token", "another system" } },
        };
        using var made = await Client.Http.SendAsync(request, Cancel);
        var penneoId = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Number("id");

        var listed = Assert.Single(await ElsewhereAsync());
        Assert.Equal($"{penneoId}", listed.Text("penneoId"));
        using var adopted = await Client.Http.PostAsync($"/api/v1/subscriptions/elsewhere/{penneoId}/adopt", null, Cancel);

        Assert.Equal(HttpStatusCode.OK, adopted.StatusCode);
        var ours = await adopted.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(("https://hooks.example.com/other", JsonValueKind.Null), (ours.Text("endpoint"), ours.GetProperty("receiveUrl").ValueKind));
        Assert.Empty(await ElsewhereAsync());
        using var unknown = await Client.Http.PostAsync("/api/v1/subscriptions/elsewhere/999999/adopt", null, Cancel);
        await ApiRefusalTests.ProblemAsync(unknown, HttpStatusCode.NotFound);
        using var deleted = await Client.Http.DeleteAsync($"/api/v1/subscriptions/{ours.Number("id")}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    private async Task<JsonElement> CreateAsync(object input)
    {
        using var answer = await Client.Http.PostAsJsonAsync("/api/v1/subscriptions", input, Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal($"/api/v1/subscriptions/{made.Number("id")}", answer.Headers.Location!.ToString());
        return made;
    }

    private Task StateAsync(string path, string state) =>
        Eventually.TrueAsync(() => Client.GetAsync(path).GetAwaiter().GetResult().Text("state") == state, state);
}
