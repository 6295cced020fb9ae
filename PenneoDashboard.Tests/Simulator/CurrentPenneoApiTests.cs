using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>The current service's seven calls, as Penneo's public collection makes them.</summary>
public sealed class CurrentPenneoApiTests
{
    private const string Api = SimulatorHost.CurrentApi;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_AnswersWhatPenneoDocuments()
    {
        await using var host = await SimulatorHost.StartAsync();

        var answer = await host.Client.PostAsJsonAsync(Api, new { endpoint = host.Url + "/hooks/a", eventTypes = new[] { "sign.signer.signed" }, isActive = true }, Cancel);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True(answer.Headers.Contains("X-Penneo-Request-Id"));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(["id", "customerId", "userId", "isActive", "secret", "eventTypes", "endpoint"], body.EnumerateObject().Select(x => x.Name));
        Assert.True(Guid.TryParse(body.GetProperty("id").GetString(), out _));
        Assert.True(Guid.TryParse(body.GetProperty("secret").GetString(), out _));
        Assert.True(body.GetProperty("isActive").GetBoolean());
        Assert.Empty(host.Received);
    }

    [Fact]
    public async Task ListReadReplaceDelete_AgreeWithEachOther()
    {
        await using var host = await SimulatorHost.StartAsync();
        var id = await host.CreateCurrentAsync("a", "sign.signer.signed");

        var list = (await host.Client.GetFromJsonAsync<JsonElement>(Api, Cancel)).GetProperty("items");
        var one = await host.Client.GetFromJsonAsync<JsonElement>($"{Api}/{id}", Cancel);
        Assert.Equal(one.GetRawText(), Assert.Single(list.EnumerateArray()).GetRawText());

        var replaced = await host.Client.PutAsJsonAsync($"{Api}/{id}", new { endpoint = host.Url + "/hooks/b" }, Cancel);
        var after = await replaced.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((0, false), (after.GetProperty("eventTypes").GetArrayLength(), after.GetProperty("isActive").GetBoolean()));
        Assert.Equal(one.GetProperty("secret").GetString(), after.GetProperty("secret").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await host.Client.DeleteAsync($"{Api}/{id}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.DeleteAsync($"{Api}/{id}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync($"{Api}/{id}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.PutAsJsonAsync($"{Api}/{id}", new { endpoint = "https://a.example.com" }, Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("""{"endpoint":"/hook","eventTypes":["sign.signer.signed"]}""")]
    [InlineData("""{"endpoint":"https://a.example.com","eventTypes":["case_file.signed"]}""")]
    [InlineData("""{"endpoint":"https://a.example.com","eventTypes":[]}""")]
    [InlineData("""{"endpoint":"https://a.example.com"}""")]
    [InlineData("""{"endpoint":"https://a.example.com","eventTypes":"sign.signer.signed"}""")]
    [InlineData("""{"endpoint":"https://a.example.com","eventTypes":[1]}""")]
    [InlineData("""{"endpoint":"https://a.example.com","eventTypes":["sign.signer.signed"],"isActive":"yes"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Create_BadRequest_IsRefusedInPenneosShape(string body)
    {
        await using var host = await SimulatorHost.StartAsync();

        var answer = await host.Client.PostAsync(Api, new StringContent(body), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(400, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("statusCode").GetInt32());
        Assert.Empty(host.Book.Current);
    }

    [Fact]
    public async Task SecondOneAtTheSameEndpoint_IsAConflict()
    {
        await using var host = await SimulatorHost.StartAsync();
        await host.CreateCurrentAsync("a", "sign.signer.signed");
        var other = await host.CreateCurrentAsync("b", "sign.signer.signed");

        var created = await host.Client.PostAsJsonAsync(Api, new { endpoint = host.Url + "/hooks/a", eventTypes = new[] { "sign.casefile.failed" } }, Cancel);
        var moved = await host.Client.PutAsJsonAsync($"{Api}/{other}", new { endpoint = host.Url + "/hooks/a", eventTypes = new[] { "sign.signer.signed" }, isActive = true }, Cancel);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (created.StatusCode, moved.StatusCode));
    }

    [Fact]
    public async Task SixthActiveOne_IsRefused_APausedOneIsNot()
    {
        await using var host = await SimulatorHost.StartAsync();
        for (var i = 0; i < SubscriptionBook.MaxActive; i++)
            await host.CreateCurrentAsync($"a{i}", "sign.signer.signed");
        object Wanted(bool isActive) => new { endpoint = host.Url + "/hooks/more", eventTypes = new[] { "sign.signer.signed" }, isActive };

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.Client.PostAsJsonAsync(Api, Wanted(true), Cancel)).StatusCode);
        var paused = await host.Client.PostAsJsonAsync(Api, Wanted(false), Cancel);
        Assert.Equal(HttpStatusCode.Created, paused.StatusCode);
        var id = (await paused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.Client.PutAsJsonAsync($"{Api}/{id}", Wanted(true), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PutAsJsonAsync($"{Api}/{id}", Wanted(false), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Restart_KeepsThem()
    {
        var folder = Directory.CreateTempSubdirectory("simulator").FullName;
        void InFolder(SimulatorOptions x) => x.StateFile = Path.Combine(folder, "simulator.json");
        SimulatedCurrentSubscription before;
        await using (var host = await SimulatorHost.StartAsync(options: InFolder))
        {
            await host.CreateCurrentAsync("a", "sign.signer.signed", SimulatorTopics.TestEventType);
            before = Assert.Single(host.Book.Current);
        }

        await using (var again = await SimulatorHost.StartAsync(options: InFolder))
            Assert.Equivalent(before, Assert.Single(again.Book.Current), strict: true);
        Directory.Delete(folder, recursive: true);
    }
}
