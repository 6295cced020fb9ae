using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class PenneoApiTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1")]
    [InlineData("v3")]
    public async Task Create_ValidRequest_AnswersWhatPenneoDocuments(string version)
    {
        await using var host = await SimulatorHost.StartAsync(new FakeTimeProvider(Now));

        var answer = await host.Client.PostAsJsonAsync(
            $"/simulator/penneo/api/{version}/webhook/subscriptions", new { topic = "casefile", endpoint = host.Url + "/hooks/a" }, Cancel);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True(answer.Headers.Contains("X-Penneo-Request-Id"));
        Assert.True(answer.Headers.Contains("X-B3-TraceId"));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(
            ["userId", "customerId", "confirmed", "id", "topic", "endpoint", "created"],
            body.EnumerateObject().Select(x => x.Name));
        Assert.False(body.GetProperty("confirmed").GetBoolean());
        Assert.Equal(JsonValueKind.Number, body.GetProperty("id").ValueKind);
        Assert.Equal(Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), body.GetProperty("created").GetString());
    }

    [Fact]
    public async Task ListReadDelete_AfterCreate_AgreeWithEachOther()
    {
        await using var host = await SimulatorHost.StartAsync();
        var id = await host.CreateAsync("signer", "a");

        var list = await host.Client.GetFromJsonAsync<JsonElement>(SimulatorHost.Api, Cancel);
        var one = await host.Client.GetFromJsonAsync<JsonElement>($"{SimulatorHost.Api}/{id}", Cancel);
        var deleted = await host.Client.DeleteAsync($"{SimulatorHost.Api}/{id}", Cancel);
        var again = await host.Client.DeleteAsync($"{SimulatorHost.Api}/{id}", Cancel);

        Assert.Equal(JsonValueKind.Array, list.ValueKind);
        Assert.Equal(one.GetRawText(), Assert.Single(list.EnumerateArray()).GetRawText());
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Empty(host.Book.All);
    }

    [Theory]
    [InlineData("""{"topic":"documents","endpoint":"https://example.com/hook"}""")]
    [InlineData("""{"topic":"casefile","endpoint":"/hook"}""")]
    [InlineData("""{"topic":"casefile","endpoint":"ftp://example.com/hook"}""")]
    [InlineData("""{"topic":"casefile","endpoint":17}""")]
    [InlineData("""{"topic":"casefile"}""")]
    [InlineData("""["casefile"]""")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Create_BadRequest_IsRefusedInPenneosShape(string body)
    {
        await using var host = await SimulatorHost.StartAsync();

        var answer = await host.Client.PostAsync(SimulatorHost.Api, new StringContent(body), Cancel);

        await SimulatorHost.AssertErrorAsync(answer, HttpStatusCode.BadRequest);
        Assert.Empty(host.Book.All);
    }

    [Fact]
    public async Task Confirm_WithTheTokenThatCame_AnswersEmptyAndConfirms()
    {
        await using var host = await SimulatorHost.StartAsync();
        var id = await host.CreateAsync("casefile", "a");
        await Eventually.TrueAsync(() => host.At("a").Count == 1, "the confirmation message");
        var message = host.At("a")[0];

        var wrong = await host.Client.PostAsJsonAsync($"{SimulatorHost.Api}/{id}/confirm", new { token = "wrong" }, Cancel);
        var unknown = await host.Client.PostAsJsonAsync($"{SimulatorHost.Api}/999/confirm", new { token = "wrong" }, Cancel);
        var right = await host.Client.PostAsJsonAsync(
            $"{SimulatorHost.Api}/{id}/confirm", new { token = message.Json.GetProperty("Token").GetString() }, Cancel);

        await SimulatorHost.AssertErrorAsync(wrong, HttpStatusCode.BadRequest);
        await SimulatorHost.AssertErrorAsync(unknown, HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Empty(await right.Content.ReadAsByteArrayAsync(Cancel));
        Assert.True(host.Book.Find(id)!.Confirmed);
        Assert.Equal("text/plain; charset=UTF-8", message.ContentType);
        Assert.Equal("SubscriptionConfirmation", message.Json.GetProperty("Type").GetString());
        Assert.Equal(id, message.Json.GetProperty("SubscriptionId").GetInt32());
    }

    [Fact]
    public async Task Test_UnconfirmedOrUnknown_IsRefused()
    {
        await using var host = await SimulatorHost.StartAsync();
        var id = await host.CreateAsync("casefile", "a");

        await SimulatorHost.AssertErrorAsync(await host.Client.PostAsync($"{SimulatorHost.Api}/{id}/test", null, Cancel), HttpStatusCode.BadRequest);
        await SimulatorHost.AssertErrorAsync(await host.Client.PostAsync($"{SimulatorHost.Api}/999/test", null, Cancel), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("casefile", "rejected")]
    [InlineData("signer", "finalized")]
    public async Task Test_Confirmed_DeliversADifferentSampleEachTime(string topic, string eventType)
    {
        await using var host = await SimulatorHost.StartAsync(new FakeTimeProvider(Now));
        var id = await host.SubscribeAsync(topic, "a");

        await host.TestAsync(id);
        await host.TestAsync(id);
        await Eventually.TrueAsync(() => host.Notifications("a").Count == 2, "both samples");

        var samples = host.Notifications("a").Select(x => x.Json).ToArray();
        Assert.All(samples, x => Assert.Equal((topic, eventType), (x.GetProperty("topic").GetString(), x.GetProperty("eventType").GetString())));
        Assert.Equal(2, samples.Select(x => x.GetProperty("payload").GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(2, samples.Select(x => x.GetProperty("eventTime").GetProperty("date").GetString()).Distinct().Count());
        Assert.Equal(topic == "signer", samples[0].GetProperty("payload").TryGetProperty("caseFile", out _));
    }

    [Theory]
    [InlineData("JWT", "X-Auth-Token", "abc", true)]
    [InlineData("JWT", "X-Auth-Token", " ", false)]
    [InlineData("JWT", "X-Other", "abc", false)]
    [InlineData("Bearer abc", "X-Other", "abc", true)]
    [InlineData("Bearer", "X-Other", "abc", false)]
    [InlineData("WSSE profile=\"UsernameToken\"", "X-WSSE", "UsernameToken Username=\"key\"", false)]
    [InlineData("WSSE profile=\"UsernameToken\"", "X-Other", "abc", false)]
    [InlineData("Basic abc", "X-Auth-Token", "abc", false)]
    public async Task Authorization_EachOfPenneosMethods_IsLetIn(string authorization, string name, string value, bool accepted)
    {
        await using var host = await SimulatorHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Url + SimulatorHost.Api);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation(name, value);
        using var client = new HttpClient();

        var answer = await client.SendAsync(request, Cancel);

        if (accepted)
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        else
            await SimulatorHost.AssertErrorAsync(answer, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task UnknownAddress_AnswersPenneosError()
    {
        await using var host = await SimulatorHost.StartAsync();

        await SimulatorHost.AssertErrorAsync(await host.Client.GetAsync("/simulator/penneo/api/v1/nothing", Cancel), HttpStatusCode.NotFound);
        await SimulatorHost.AssertErrorAsync(await host.Client.PatchAsync(SimulatorHost.Api, null, Cancel), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Sandbox", HttpStatusCode.NotFound)]
    [InlineData("simulator", HttpStatusCode.OK)]
    public async Task Environment_OtherThanSimulator_HasNoSimulator(string environment, HttpStatusCode expected)
    {
        var args = new[] { $"--Penneo:Environment={environment}" };
        await using var host = await SimulatorHost.StartAsync(args: args);

        Assert.Equal(expected, (await host.Client.GetAsync("/simulator/status", Cancel)).StatusCode);
    }
}
