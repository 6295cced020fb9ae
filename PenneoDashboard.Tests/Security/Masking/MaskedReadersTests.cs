using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using PenneoDashboard.Security;
using PenneoDashboard.Tests.Architecture;
using Xunit;

namespace PenneoDashboard.Tests.Security.Masking;

/// <summary>With masking on, no program of a viewer is told what people are called, by whatever route.</summary>
public sealed class MaskedReadersTests(MaskedApp fixture) : IClassFixture<MaskedApp>
{
    private const string Canary = MaskedApp.Canary;

    private static readonly long[] Ids = [.. Enumerable.Range(1, 10), 531, 532, 533];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoRoute_TellsAViewer_AndEachOfThemTellsAnOperator()
    {
        using var viewer = new AppClient(fixture.App.BaseUrl, fixture.Viewer);
        using var other = new AppClient(fixture.App.BaseUrl, fixture.Operator);
        var told = new HashSet<string>();
        var paths = Routes.Of(fixture.App).Where(IsRead).Select(x => "/" + x.RoutePattern.RawText!.Trim('/')).Where(x => x.StartsWith("/api/v1", StringComparison.Ordinal)).ToList();
        foreach (var path in paths)
        {
            foreach (var address in Addresses(path))
            {
                var seen = await ReadAsync(viewer, address);
                Assert.False(Tells(seen), $"{address} tells a viewer: {seen}");
                if (Tells(await ReadAsync(other, address)))
                    told.Add(path);
            }
        }

        Assert.True(paths.Count > 20, $"Only {paths.Count} routes were found.");
        Assert.Equal(
            ["/api/v1/casefiles", "/api/v1/casefiles/{id:long}", "/api/v1/events", "/api/v1/events/export", "/api/v1/events/{sequence:long}", "/api/v1/events/{sequence:long}/deliveries",
             "/api/v1/events/{sequence:long}/raw", "/api/v1/rejected", "/api/v1/rejected/{id:long}", "/api/v1/rejected/{id:long}/raw"],
            told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task IdsTimesTypesAndStates_AreToldAsEver()
    {
        using var viewer = new AppClient(fixture.App.BaseUrl, fixture.Viewer);
        var item = (await viewer.EventsAsync("casefileId=531&eventType=undeliverable"))[0];

        Assert.Equal((531, 9002), (item.Number("casefileId"), item.Number("signerId")));
        Assert.Equal(JsonValueKind.Null, item.GetProperty("title").ValueKind);
        var payload = item.GetProperty("payload");
        Assert.Equal((9002, "•••", "•••"), (payload.Number("id"), payload.Text("name"), payload.Text("•••")));
        Assert.Equal((531, "•••"), (payload.GetProperty("caseFile").Number("id"), payload.GetProperty("caseFile").Text("title")));
        var casefile = await viewer.GetAsync("/api/v1/casefiles/531");
        Assert.Equal("blocked", casefile.Text("state"));
        Assert.Equal([9001, 9002], casefile.GetProperty("signers").EnumerateArray().Select(x => x.Number("id")!.Value).Order());
    }

    [Theory]
    [InlineData("/api/v1/events?q=Kanariefugl")]
    [InlineData("/api/v1/events?q=nothing")]
    [InlineData("/api/v1/events?q=Kanariefugl&casefileId=531")]
    [InlineData("/api/v1/events?q=Kanariefugl&state=blocked")]
    [InlineData("/api/v1/casefiles?q=kana")]
    [InlineData("/api/v1/casefiles?q=nothing")]
    [InlineData("/api/v1/casefiles?q=fugl%20531&state=blocked")]
    [InlineData("/api/v1/events/1/raw")]
    [InlineData("/api/v1/rejected/1/raw")]
    public async Task WhatWouldTellThem_IsRefusedWithWords(string path)
    {
        using var viewer = new AppClient(fixture.App.BaseUrl, fixture.Viewer);
        using var refused = await viewer.Http.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("MaskForViewers", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        using var other = new AppClient(fixture.App.BaseUrl, fixture.Operator);
        using var answered = await other.Http.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task Ids_CanStillBeSearched_AndFindNoTitles()
    {
        using var viewer = new AppClient(fixture.App.BaseUrl, fixture.Viewer);
        Assert.Equal([531, 532, 533], (await viewer.GetAsync("/api/v1/casefiles?q=53")).Items().Select(x => x.Number("id")!.Value).Order());

        // Stands in titles and begins no id.
        Assert.Empty((await viewer.GetAsync("/api/v1/casefiles?q=4711")).Items());
        using var other = new AppClient(fixture.App.BaseUrl, fixture.Operator);
        Assert.NotEmpty((await other.GetAsync("/api/v1/casefiles?q=4711")).Items());
    }

    [Theory]
    [InlineData("/events/1/raw")]
    [InlineData("/rejected/1/raw")]
    public async Task Downloads_OfPages_AreRefusedToTheSessionsOfViewers(string path)
    {
        await Visitor.MakeUserAsync(fixture.App, "watcher of " + path, Role.Viewer);
        await Visitor.MakeUserAsync(fixture.App, "operator of " + path, Role.Operator);
        foreach (var (name, expected) in ((string, HttpStatusCode)[])[("watcher of ", HttpStatusCode.Forbidden), ("operator of ", HttpStatusCode.OK)])
        {
            using var visitor = new Visitor(fixture.App.BaseUrl);
            (await visitor.SignInAsync(name + path, Visitor.Password)).Dispose();
            Assert.Equal(expected, await visitor.StatusAsync(path));
        }
    }

    [Fact]
    public async Task TheHub_TellsNoNames_StoredOrLive_AndSearchesNoTexts()
    {
        await using var hub = await ConnectAsync(fixture.Viewer);
        await using var other = await ConnectAsync(fixture.Operator);
        var stored = await TakeAsync(hub, null, 0, 8);
        Assert.False(Tells(stored), stored);
        Assert.True(Tells(await TakeAsync(other, null, 0, 8)));

        var filter = new { casefileId = 700 };
        var live = TakeAsync(hub, filter, 0, 2);
        await fixture.Client.StoreAsync(fixture.Door, MaskedApp.Signer(700, 9700, "requestSent", 1), MaskedApp.Signer(700, 9700, "signed", 2));
        Assert.False(Tells(await live), await live);
        Assert.Contains("9700", await live, StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<HubException>(() => TakeAsync(hub, new { q = Canary }, 0, 1));
        Assert.Contains("masked", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeftOff_ViewersSeeEverything()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        await client.StoreAsync(await client.SubscribeAsync("signer"), MaskedApp.Signer(531, 9001, "signed", 1));
        using var viewer = new AppClient(app.BaseUrl, await Visitor.MakeTokenAsync(app, Role.Viewer));

        Assert.True(Tells((await viewer.EventAsync($"q={Canary}")).GetRawText()));
        Assert.True(Tells(await viewer.Http.GetStringAsync("/api/v1/events/1/raw", Cancel)));
    }

    private static bool IsRead(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true;

    private static bool Tells(string text) => text.Contains(Canary, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Addresses(string path) => !path.Contains('{', StringComparison.Ordinal)
        ? [path]
        : Ids.Select(x => string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? x.ToString(CultureInfo.InvariantCulture) : part)));

    private static async Task<string> ReadAsync(AppClient client, string address)
    {
        using var answer = await client.Http.GetAsync(address, Cancel);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<string> TakeAsync(HubConnection hub, object? filter, long after, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var items = new List<string>();
        await foreach (var item in hub.StreamAsync<JsonElement>("Stream", filter, after, patience.Token))
        {
            items.Add(item.GetRawText());
            if (items.Count == count)
                break;
        }

        return string.Join('\n', items);
    }

    private async Task<HubConnection> ConnectAsync(string token)
    {
        var hub = new HubConnectionBuilder().WithUrl($"{fixture.App.BaseUrl}/hubs/events", x => x.AccessTokenProvider = () => Task.FromResult<string?>(token)).Build();
        await hub.StartAsync(Cancel);
        return hub;
    }
}
