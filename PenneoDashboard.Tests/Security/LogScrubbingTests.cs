using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>A process that logs all it can, through a day's worth of secrets.</summary>
public sealed class LogScrubbingTests : IDisposable
{
    private const string Automation = "the-automation-token-of-this-test";
    private const string ApiSecret = "the-api-secret-of-this-test";
    private const string Wrong = "a wrong password of this test";

    private readonly string _folder = TestApp.NewFolder();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task NoSecret_IsLogged_AtAnyLevel()
    {
        await using var app = AppProcess.Start(new AppStart
        {
            Environment = new()
            {
                ["Storage__DataDirectory"] = _folder,
                ["Security__AutomationToken"] = Automation,
                ["Logging__LogLevel__Default"] = "Trace",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
                ["Logging__LogLevel__Microsoft.AspNetCore.Routing"] = "Trace",
                ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Trace",
                ["Logging__LogLevel__System.Net.Http.HttpClient"] = "Trace",
                ["Logging__Console__LogLevel__Default"] = "Trace",
            },
        });
        var address = await app.ListeningAsync();
        using var client = new AppClient(address, Automation);
        List<string> secrets = [Automation, ApiSecret, Wrong, Visitor.Password];

        // Deliveries, known and guessed.
        var door = await client.SubscribeAsync();
        secrets.Add(door.Url.Split('/')[^1]);
        await client.StoreAsync(door, Messages.Casefile(4711));
        using (await client.Http.PostAsync("/webhooks/penneo/a-guessed-key-of-this-test", new StringContent("{}"), Cancel))
            secrets.Add("a-guessed-key-of-this-test");

        // What is entered and made.
        using (await client.Http.PutAsJsonAsync("/api/v1/settings/penneo", new { method = "ApiKeys", clientId = "a", clientSecret = ApiSecret, apiKey = "b", apiSecret = ApiSecret }, Cancel))
        using (await client.Http.PostAsync("/api/v1/settings/penneo/test", null, Cancel))
        using (await client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = new[] { "webhook.subscription.test" } }, Cancel))
        {
        }

        using var made = await client.Http.PostAsJsonAsync("/api/v1/tokens", new { name = "a script", role = "Viewer" }, Cancel);
        var token = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Text("token")!;
        using var program = new AppClient(address, token);
        await program.EventsAsync();
        using (await program.Http.GetAsync($"/hubs/events?access_token={token}", Cancel))
            secrets.Add(token);

        // People.
        using var added = await client.Http.PostAsJsonAsync("/api/v1/users", new { name = "test person", role = "Viewer" }, Cancel);
        var link = (await added.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Text("passwordLink")!;
        secrets.Add(link.Split("token=")[1]);
        secrets.Add(Uri.UnescapeDataString(link.Split("token=")[1]));
        using var visitor = new Visitor(address);
        using (await visitor.FillAsync(link, ("Input.Password", Visitor.Password), ("Input.Again", Visitor.Password)))
        using (await visitor.SignInAsync("test person", Wrong))
            Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/timeline"));
        secrets.AddRange(visitor.Cookies.GetAllCookies().Select(x => x.Value));
        await Eventually.TrueAsync(() => app.Output.Contains("Executed DbCommand", StringComparison.Ordinal), "the log is as talkative as it was told to be");
        await app.StopAsync();

        var log = app.Output + app.Error;
        Assert.All(secrets, x => Assert.False(log.Contains(x, StringComparison.Ordinal), Around(log, x)));
    }

    private static string Around(string log, string secret)
    {
        var at = log.IndexOf(secret, StringComparison.Ordinal);
        return at < 0 ? "" : log[Math.Max(0, at - 400)..Math.Min(log.Length, at + secret.Length + 100)];
    }
}
