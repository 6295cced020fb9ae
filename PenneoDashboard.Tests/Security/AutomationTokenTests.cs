using System.Net;
using System.Net.Http.Headers;
using PenneoDashboard.Tests.Api;
using Xunit;

namespace PenneoDashboard.Tests.Security;

public sealed class AutomationTokenTests(AutomationTokenTests.Closed fixture) : IClassFixture<AutomationTokenTests.Closed>
{
    private const string Token = "s3cret-token";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/v1/events")]
    [InlineData("GET", "/api/v1/events?limit=wrong")]
    [InlineData("GET", "/api/v1/events/1/raw")]
    [InlineData("GET", "/api/v1/casefiles")]
    [InlineData("GET", "/api/v1/subscriptions")]
    [InlineData("POST", "/api/v1/subscriptions")]
    [InlineData("DELETE", "/api/v1/subscriptions/1")]
    [InlineData("POST", "/hubs/events/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/hubs/events")]
    public async Task WithoutToken_Is401WithProblemDetails(string method, string path)
    {
        using var client = new AppClient(fixture.App.BaseUrl, token: "");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await client.Http.SendAsync(request, Cancel);

        await ApiRefusalTests.ProblemAsync(answer, HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("Bearer s3cret-tokem")]
    [InlineData("Bearer s3cret-token-and-more")]
    [InlineData("Bearer S3CRET-TOKEN")]
    [InlineData("Bearer ")]
    [InlineData("Basic s3cret-token")]
    [InlineData("s3cret-token")]
    public async Task WrongToken_Is401(string authorization)
    {
        using var client = new AppClient(fixture.App.BaseUrl, token: "");
        client.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.Http.GetAsync("/api/v1/events", Cancel);

        await ApiRefusalTests.ProblemAsync(answer, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    public async Task RightToken_IsLetIn(string scheme)
    {
        using var client = new AppClient(fixture.App.BaseUrl, token: "");
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, Token);
        using var answer = await client.Http.GetAsync("/api/v1/events", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task TokenInTheAddress_IsForTheHubOnly()
    {
        using var client = new AppClient(fixture.App.BaseUrl, token: "");

        using var api = await client.Http.GetAsync($"/api/v1/events?access_token={Token}", Cancel);
        using var hub = await client.Http.PostAsync($"/hubs/events/negotiate?negotiateVersion=1&access_token={Token}", null, Cancel);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (api.StatusCode, hub.StatusCode));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task WhatTellsNothing_NeedsNoToken(string path)
    {
        using var client = new AppClient(fixture.App.BaseUrl, token: "");
        using var answer = await client.Http.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task TheReceiver_NeedsItsKeyOnly()
    {
        var door = await fixture.Client.SubscribeAsync();
        using var penneo = new AppClient(fixture.App.BaseUrl, token: "");
        await penneo.StoreAsync(door, Messages.CasefileSample);
        Assert.Equal(531, (await fixture.Client.EventAsync($"subscriptionId={door.Id}")).Number("casefileId"));
    }

    public sealed class Closed() : AppFixture(settings: new() { ["Security:AutomationToken"] = Token }, token: Token);
}
