using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;
using PenneoDashboard.Tests.Penneo.Authentication;
using Xunit;

namespace PenneoDashboard.Tests.Penneo.Settings;

/// <summary>The settings through the API of the whole app.</summary>
public sealed class SettingsApiTests : IAsyncLifetime
{
    private const string Path = "/api/v1/settings/penneo";
    private const string Secret = "a-very-secret-api-secret-1234";
    private readonly string _folder = TestApp.NewFolder();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FirstRun_NothingIsSet()
    {
        await using var app = new TestApp(folder: _folder);
        using var client = new AppClient(app.BaseUrl);

        var view = await client.GetAsync(Path);

        Assert.Equal(("simulator", "token", app.BaseUrl + "/simulator/penneo/"), (view.Text("environment"), view.Text("method"), view.Text("apiBaseUrl")));
        Assert.Equal(["environment", "apiBaseUrl", "oAuthBaseUrl", "method", "token", "clientId", "clientSecret", "apiKey", "apiSecret"], view.Items().Select(x => x.Text("name")));
        Assert.All(view.Items(), x => Assert.Equal((false, "none"), (x.GetProperty("isSet").GetBoolean(), x.Text("origin"))));
    }

    [Fact]
    public async Task Change_IsInForceAtOnce_OutlivesARestart_AndIsEncrypted()
    {
        await using (var app = new TestApp(folder: _folder))
        {
            using var client = new AppClient(app.BaseUrl);
            using var saved = await PutAsync(client, new { environment = "sandbox", method = "apiKeys", clientId = " the-client ", clientSecret = "short", apiKey = "the-key-for-tests", apiSecret = Secret });
            Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
            AssertChanged(app, await saved.Content.ReadFromJsonAsync<JsonElement>(Cancel));
            AssertChanged(app, await client.GetAsync(Path));
        }

        await using var again = new TestApp(folder: _folder);
        using var after = new AppClient(again.BaseUrl);
        AssertChanged(again, await after.GetAsync(Path));
        Assert.Equal(404, (int)(await after.Http.GetAsync("/simulator/status", Cancel)).StatusCode);
        ConnectionPools.Clear(System.IO.Path.Combine(_folder, "penneo-dashboard.db"));
        foreach (var file in Directory.GetFiles(_folder, "penneo-dashboard.db*"))
        {
            var bytes = System.Text.Encoding.Latin1.GetString(await ReadSharedAsync(file));
            Assert.DoesNotContain(Secret, bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("the-key-for-tests", bytes, StringComparison.Ordinal);
        }

        static void AssertChanged(TestApp app, JsonElement view)
        {
            Assert.Equal(("sandbox", "apiKeys", "https://sandbox.penneo.com/"), (view.Text("environment"), view.Text("method"), view.Text("apiBaseUrl")));
            var items = view.Items().ToDictionary(x => x.Text("name")!);
            Assert.Equal(("entered", "the-client"), (items["clientId"].Text("origin"), items["clientId"].Text("value")));
            Assert.Equal((null, "1234"), (items["apiSecret"].Text("value"), items["apiSecret"].Text("endsWith")));
            Assert.Equal((null, null, true), (items["clientSecret"].Text("value"), items["clientSecret"].Text("endsWith"), items["clientSecret"].GetProperty("isSet").GetBoolean()));
            Assert.DoesNotContain(Secret, view.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain("short", view.GetRawText(), StringComparison.Ordinal);
            var options = app.Services.GetRequiredService<IOptions<PenneoOptions>>().Value;
            Assert.Equal(("the-client", Secret), (options.Authentication.ClientId, options.Authentication.ApiSecret));
        }
    }

    [Fact]
    public async Task LeftOut_Stays_AndEmpty_Removes()
    {
        await using var app = new TestApp(folder: _folder);
        using var client = new AppClient(app.BaseUrl);
        (await PutAsync(client, new { token = "a-token", apiKey = "a-key" })).Dispose();

        using var saved = await PutAsync(client, new { apiKey = "" });

        var items = (await saved.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Items().ToDictionary(x => x.Text("name")!);
        Assert.Equal(("entered", "none"), (items["token"].Text("origin"), items["apiKey"].Text("origin")));
    }

    [Fact]
    public async Task Configuration_Wins_AndSaysWhereItIs()
    {
        await using var app = new TestApp(new() { ["Penneo:Authentication:ApiSecret"] = Secret, ["Penneo:Authentication:Method"] = "Wsse" }, _folder);
        using var client = new AppClient(app.BaseUrl);

        using var refused = await PutAsync(client, new { apiSecret = "other", method = "token", apiKey = "a-key" });

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var errors = (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors");
        Assert.Equal(["apiSecret", "method"], errors.EnumerateObject().Select(x => x.Name).Order());
        Assert.Equal("Penneo:Authentication:ApiSecret is set by the command line, which wins: change it there.", errors.GetProperty("apiSecret")[0].GetString());
        var items = (await client.GetAsync(Path)).Items().ToDictionary(x => x.Text("name")!);
        Assert.Equal(("configuration", "none"), (items["apiSecret"].Text("origin"), items["apiKey"].Text("origin")));
        Assert.Equal(Secret, app.Services.GetRequiredService<IOptions<PenneoOptions>>().Value.Authentication.ApiSecret);
    }

    [Theory]
    [InlineData("""{"apiSecret":"a b"}""", "apiSecret")]
    [InlineData("""{"apiKey":"a\"b"}""", "apiKey")]
    [InlineData("""{"environment":"custom"}""", "apiBaseUrl")]
    [InlineData("""{"environment":"custom","apiBaseUrl":"gateway"}""", "apiBaseUrl")]
    [InlineData("""{"environment":"custom","apiBaseUrl":"https://a.example.com","method":"apiKeys"}""", "oAuthBaseUrl")]
    [InlineData("""{"environment":"moon"}""", "environment")]
    [InlineData("""{"method":7}""", "method")]
    public async Task Nonsense_IsRefusedByName(string body, string name)
    {
        await using var app = new TestApp(folder: _folder);
        using var client = new AppClient(app.BaseUrl);

        foreach (var send in (Func<HttpContent, Task<HttpResponseMessage>>[])[x => client.Http.PutAsync(Path, x, Cancel), x => client.Http.PostAsync(Path + "/test", x, Cancel)])
        {
            using var answer = await send(new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal([name], (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").EnumerateObject().Select(x => x.Name));
        }

        Assert.All((await client.GetAsync(Path)).Items(), x => Assert.False(x.GetProperty("isSet").GetBoolean()));
    }

    [Fact]
    public async Task OtherHost_GetsOnlyWhatIsEnteredWithIt()
    {
        await using var thief = await FakePenneo.StartAsync();
        await using var app = new TestApp(new() { ["Penneo:Authentication:ClientSecret"] = Secret }, _folder);
        using var client = new AppClient(app.BaseUrl);
        (await PutAsync(client, new { environment = "sandbox", method = "token", token = "a-token-of-the-sandbox", apiKey = "k", apiSecret = "s" })).Dispose();
        var elsewhere = new { environment = "custom", apiBaseUrl = thief.Url, oAuthBaseUrl = thief.Url };

        using var tried = await client.Http.PostAsJsonAsync(Path + "/test", elsewhere, Cancel);
        using var saved = await PutAsync(client, elsewhere);
        using var configured = await PutAsync(client, new { environment = "custom", apiBaseUrl = thief.Url, oAuthBaseUrl = thief.Url, method = "apiKeys", clientId = "a", apiKey = "b", apiSecret = "c" });

        Assert.All([tried, saved, configured], x => Assert.Equal(HttpStatusCode.BadRequest, x.StatusCode));
        Assert.Contains("Enter it again", await saved.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("clientSecret", await configured.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(thief.Requests);

        using var anew = await PutAsync(client, new { environment = "custom", apiBaseUrl = thief.Url, token = "another" });
        Assert.Equal(HttpStatusCode.OK, anew.StatusCode);
        Assert.All((await client.GetAsync(Path)).Items().Where(x => x.Text("name") is "apiKey" or "apiSecret"), x => Assert.False(x.GetProperty("isSet").GetBoolean()));
    }

    [Fact]
    public async Task KeysOfTheFolderLost_TheSecretHasToBeEnteredAgain_AndTheAppRuns()
    {
        await using (var app = new TestApp(folder: _folder))
        {
            using var client = new AppClient(app.BaseUrl);
            (await PutAsync(client, new { environment = "sandbox", token = "a-token" })).Dispose();
        }

        Directory.Delete(System.IO.Path.Combine(_folder, "keys"), recursive: true);
        await using var again = new TestApp(new() { ["Logging:LogLevel:PenneoDashboard.Penneo"] = "None" }, _folder);
        using var after = new AppClient(again.BaseUrl);

        var token = (await after.GetAsync(Path)).Items().Single(x => x.Text("name") == "token");
        Assert.True(token.GetProperty("isUnreadable").GetBoolean());
        using var result = await after.Http.PostAsync(Path + "/test", null, Cancel);
        Assert.Equal("incomplete", (await result.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Text("outcome"));
    }

    [Fact]
    public async Task AccessToken_OfTheOldKeys_IsNotUsedAfterAChange()
    {
        await using var penneo = await FakePenneo.StartAsync();
        await using var oauth = await FakeOAuth.StartAsync();
        penneo.Fail(PenneoCall.List, oauth.Guard("[]"));
        await using var app = new TestApp(folder: _folder);
        using var client = new AppClient(app.BaseUrl);
        var keys = new { environment = "custom", apiBaseUrl = penneo.Url, oAuthBaseUrl = oauth.Url, method = "apiKeys", clientId = "a", clientSecret = "b", apiKey = "c", apiSecret = "d" };
        (await PutAsync(client, keys)).Dispose();
        var api = app.Services.GetRequiredService<LegacyWebhookApi>();
        await api.ListAsync(Cancel);
        await api.ListAsync(Cancel);
        Assert.Single(oauth.Requests);

        (await PutAsync(client, new { apiKey = "e" })).Dispose();
        await api.ListAsync(Cancel);

        Assert.Equal(["c", "e"], oauth.Requests.Select(x => x.Body.GetProperty("key").GetString()));
    }

    private static Task<HttpResponseMessage> PutAsync(AppClient client, object body) => client.Http.PutAsJsonAsync(Path, body, Cancel);

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, Cancel);
        return bytes;
    }
}
