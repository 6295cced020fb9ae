using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Keys;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Keys;

/// <summary>Replacing receive keys over HTTP, with a Penneo that fails as told and a clock the test moves.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private const string Signed = "sign.signer.signed";
    private const string Newer = "sign.signer.waved";

    private SubscriptionsHost _host = null!;
    private AppClient _client = null!;
    private int _casefile = 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FakeCurrentSubscription There => Assert.Single(_host.Penneo.CurrentSubscriptions);

    private KeyRotation Rotation => _host.App.Services.GetRequiredService<KeyRotation>();

    public async ValueTask InitializeAsync()
    {
        _host = await SubscriptionsHost.StartAsync();
        _client = new AppClient(_host.App.BaseUrl);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Replaced_TheOldKeyIsTakenUntilItsEnd_ForTheSameSubscription_ThenUnknown()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        _host.Penneo.ChangeCurrent(row.PenneoId!, x => x with { EventTypes = [Newer, Signed] });

        var replaced = await ReplaceAsync(row.Id, new { overlapHours = 1 });

        Assert.NotEqual(row.ReceiveUrl, replaced.Text("receiveUrl"));
        Assert.Equal((replaced.Text("receiveUrl"), true), (There.Endpoint, There.IsActive));
        Assert.Equal([Newer, Signed], There.EventTypes);
        Assert.Null((await RetiredAsync(row.Id)).Text("lastUsedAt"));
        _host.Clock.Advance(TimeSpan.FromMinutes(55));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, row.ReceiveUrl!));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, There.Endpoint));
        Assert.Equal([row.Id, row.Id], (await _client.EventsAsync()).Select(x => x.Number("subscriptionId")!.Value));
        var retired = await RetiredAsync(row.Id);
        Assert.Equal(_host.Clock.GetUtcNow(), retired.GetProperty("lastUsedAt").GetDateTimeOffset());
        Assert.Equal(_host.Clock.GetUtcNow().AddMinutes(5), retired.GetProperty("goodUntil").GetDateTimeOffset());

        _host.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(row.Id, row.ReceiveUrl!));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, There.Endpoint));
        Assert.Empty((await _client.GetAsync($"/api/v1/subscriptions/{row.Id}/receive-key/retired")).Items());
    }

    [Fact]
    public async Task NothingSaid_IsADay_AndNone_IsAtOnce()
    {
        var row = await _host.CreateCurrentAsync(Signed);

        var first = await ReplaceAsync(row.Id, null);
        Assert.Equal(_host.Clock.GetUtcNow().AddHours(24), (await RetiredAsync(row.Id)).GetProperty("goodUntil").GetDateTimeOffset());
        await ReplaceAsync(row.Id, new { overlapHours = 0 });

        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, row.ReceiveUrl!));
        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(row.Id, first.Text("receiveUrl")!));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, There.Endpoint));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(169)]
    [InlineData(int.MaxValue)]
    public async Task OtherOverlaps_MakeNoSense(int hours)
    {
        var row = await _host.CreateCurrentAsync(Signed);

        using var answer = await PostAsync(row.Id, "", new { overlapHours = hours });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(row.ReceiveUrl, (await _host.FindAsync(row.Id)).ReceiveUrl);
    }

    [Theory]
    [InlineData(422)]
    [InlineData(500)]
    public async Task PenneoFails_BothKeysStayGood_AndTryingAgainGoesOnWithTheSame(int status)
    {
        var row = await _host.CreateCurrentAsync(Signed);
        _host.Penneo.Fail(PenneoCall.CurrentReplace, Answers.Error(status, "Because."));

        using var failed = await PostAsync(row.Id, "", new { overlapHours = 1 });

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        var pending = (await _host.FindAsync(row.Id)).ReceiveUrl!;
        _host.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, row.ReceiveUrl!));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, pending));
        var key = await RetiredAsync(row.Id);
        Assert.Null(key.Text("goodUntil"));
        using var notEnded = await _client.Http.DeleteAsync($"/api/v1/subscriptions/{row.Id}/receive-key/retired/{key.Number("id")}", Cancel);
        Assert.Equal(HttpStatusCode.Conflict, notEnded.StatusCode);

        _host.Penneo.Heal();
        Assert.Equal(pending, (await ReplaceAsync(row.Id, new { overlapHours = 1 })).Text("receiveUrl"));

        Assert.Equal(pending, There.Endpoint);
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, row.ReceiveUrl!));
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(row.Id, row.ReceiveUrl!));
    }

    [Fact]
    public async Task PenneoDidIt_ButItsAnswerWasLost_TryingAgainSendsNothingMore()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        LoseTheAnswer();
        using var failed = await PostAsync(row.Id, "", null);
        _host.Penneo.Heal();
        var asked = _host.Penneo.Calls(PenneoCall.CurrentReplace);

        var replaced = await ReplaceAsync(row.Id, null);

        Assert.Equal(asked, _host.Penneo.Calls(PenneoCall.CurrentReplace));
        Assert.Equal((There.Endpoint, There.Endpoint), (replaced.Text("receiveUrl"), replaced.Text("endpoint")));
        Assert.NotNull((await RetiredAsync(row.Id)).Text("goodUntil"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TakenBack_TheOldKeyIsTheOneAgain_AtPenneoToo(bool penneoDidIt)
    {
        var row = await _host.CreateCurrentAsync(Signed);
        if (penneoDidIt)
            LoseTheAnswer();
        else
            _host.Penneo.Fail(PenneoCall.CurrentReplace, Answers.Error(422, "Because."));
        using var failed = await PostAsync(row.Id, "", null);
        var pending = (await _host.FindAsync(row.Id)).ReceiveUrl!;
        _host.Penneo.Heal();

        using var back = await PostAsync(row.Id, "/take-back", null);

        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal((row.ReceiveUrl, row.ReceiveUrl), (There.Endpoint, (await _host.FindAsync(row.Id)).ReceiveUrl));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, pending));
        _host.Clock.Advance(KeyRotation.UsualOverlap);
        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(row.Id, pending));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, row.ReceiveUrl!));
        using var again = await PostAsync(row.Id, "/take-back", null);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task PenneoCannotBeRead_NothingChanges()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        _host.Penneo.Fail(PenneoCall.CurrentRead, Answers.Error(403, "Because."));

        using var failed = await PostAsync(row.Id, "", null);

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        var after = await _host.FindAsync(row.Id);
        Assert.Equal(row.ReceiveUrl, after.ReceiveUrl);
        Assert.Empty(after.RetiredKeys);
    }

    [Fact]
    public async Task PassedOnByAnotherSystem_OnlyOurKeyChanges()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        await _host.Current.ChangeAsync(row.Id, new CurrentChange("https://gateway.example.com/penneo"), cancellationToken: Cancel);
        var asked = _host.Penneo.Calls(PenneoCall.CurrentReplace);

        var replaced = await ReplaceAsync(row.Id, null);

        Assert.Equal(asked, _host.Penneo.Calls(PenneoCall.CurrentReplace));
        Assert.Equal("https://gateway.example.com/penneo", replaced.Text("endpoint"));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, replaced.Text("receiveUrl")!));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, row.ReceiveUrl!));
    }

    [Fact]
    public async Task Legacy_CanNotBeChangedAtPenneo_AndSaysHowToGoOn()
    {
        var row = await _host.ActiveAsync();

        using var refused = await PostAsync(row.Id, "", null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Create another subscription like it", (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Text("detail"), StringComparison.Ordinal);
        Assert.Equal(row.ReceiveUrl, (await _host.FindAsync(row.Id)).ReceiveUrl);
    }

    [Fact]
    public async Task CallsAnotherSystem_HasNoKey()
    {
        var row = await _host.Sync.AdoptAsync(_host.Penneo.AddCurrent("https://other.example.com/hook", Signed).Id, Cancel);

        using var refused = await PostAsync(row.Id, "", null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task Ended_IsUnknownAtOnce_AndStaysSo()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        await ReplaceAsync(row.Id, null);
        var path = $"/api/v1/subscriptions/{row.Id}/receive-key/retired/{(await RetiredAsync(row.Id)).Number("id")}";

        using var ended = await _client.Http.DeleteAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(row.Id, row.ReceiveUrl!));
        using var again = await _client.Http.DeleteAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Restart_KeepsTheEnd_AndWhenItWasUsed()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        await ReplaceAsync(row.Id, null);
        var old = new Uri(row.ReceiveUrl!).AbsolutePath;
        await DeliverAsync(row.Id, row.ReceiveUrl!);
        var used = _host.Clock.GetUtcNow();

        await _host.RestartAsync();
        _client.Dispose();
        _client = new AppClient(_host.App.BaseUrl);

        Assert.Equal(used, (await RetiredAsync(row.Id)).GetProperty("lastUsedAt").GetDateTimeOffset());
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(row.Id, _host.App.BaseUrl + old));
        _host.Clock.Advance(KeyRotation.UsualOverlap);
        Assert.Equal(HttpStatusCode.NotFound, await DeliverAsync(row.Id, _host.App.BaseUrl + old));
    }

    [Fact]
    public async Task Deleted_TakesItsReplacedKeysAlong()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        await ReplaceAsync(row.Id, null);

        await _host.Service.DeleteAsync(row.Id, cancellationToken: Cancel);

        using var answer = await _client.PostAsync(new Door(row.Id, row.ReceiveUrl!), Messages.Casefile(1));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task AuditLog_HoldsNoKey_AlsoWhilePenneoHasAnother()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        _host.Penneo.Fail(PenneoCall.CurrentReplace, Answers.Error(422, "Because."));
        await _host.FailureAsync(() => Rotation.ReplaceAsync(row.Id, TimeSpan.FromHours(1)));
        var pending = (await _host.FindAsync(row.Id)).ReceiveUrl!;
        _host.Penneo.Heal();
        await _host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), cancellationToken: Cancel);
        await _host.Service.DeleteAsync(row.Id, cancellationToken: Cancel);

        var text = (await _client.GetAsync("/api/v1/audit?limit=1000")).GetRawText();

        Assert.Contains("subscription.key-replaced", text, StringComparison.Ordinal);
        Assert.All((string[])[row.ReceiveUrl!, pending], x => Assert.DoesNotContain(x.Split('/')[^1], text, StringComparison.Ordinal));
    }

    // Penneo changes the endpoint, and fails then.
    private void LoseTheAnswer() => _host.Penneo.Fail(PenneoCall.CurrentReplace, http =>
    {
        var wanted = JsonDocument.Parse(_host.Penneo.Requests.Last(x => x.Call == PenneoCall.CurrentReplace).Body).RootElement;
        _host.Penneo.ChangeCurrent(There.Id, x => x with { Endpoint = wanted.Text("endpoint")! });
        return Answers.Error(500, "Oops.")(http);
    });

    private async Task<HttpResponseMessage> PostAsync(long id, string what, object? body) =>
        await _client.Http.PostAsync($"/api/v1/subscriptions/{id}/receive-key{what}", body is null ? null : JsonContent.Create(body), Cancel);

    private async Task<JsonElement> ReplaceAsync(long id, object? body)
    {
        using var answer = await PostAsync(id, "", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private async Task<JsonElement> RetiredAsync(long id) => Assert.Single((await _client.GetAsync($"/api/v1/subscriptions/{id}/receive-key/retired")).Items());

    private async Task<HttpStatusCode> DeliverAsync(long id, string url)
    {
        var body = Messages.Casefile(++_casefile);
        using var answer = await _client.PostAsync(new Door(id, url), body, SignedDelivery.Headers(_host.SecretOf(id)!, _host.Clock.GetUtcNow(), body, Guid.NewGuid().ToString()));
        return answer.StatusCode;
    }
}
