using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Api;

/// <summary>The rules are the same for everyone, so this class has an app of its own.</summary>
public sealed class StallRulesApiTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static readonly Uri Rules = new("/api/v1/settings/stalled", UriKind.Relative);

    private AppClient Client => fixture.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_AreChangedAtOnce_AndWrongOnesRefused()
    {
        Assert.Equal("""{"neverOpenedDays":3,"notSignedDays":5,"undelivered":true,"reminders":2}""", await Client.Http.GetStringAsync(Rules, Cancel));
        var (id, door) = (fixture.NewId(), await Client.SubscribeAsync("signer"));
        await Client.StoreAsync(door, Messages.Signer(id, 9001, "undeliverable"));
        Assert.Single(await StalledAsync());

        using var saved = await Client.Http.PutAsJsonAsync(Rules, new { neverOpenedDays = (int?)null, undelivered = false }, Cancel);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal("""{"neverOpenedDays":null,"notSignedDays":5,"undelivered":false,"reminders":2}""", await Client.Http.GetStringAsync(Rules, Cancel));
        Assert.Empty(await StalledAsync());

        using var wrong = await Client.Http.PutAsJsonAsync(Rules, new { reminders = 0 }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var problem = await wrong.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Contains("From 1 to 50", problem.GetProperty("errors").GetProperty("reminders")[0].GetString(), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonElement>> StalledAsync() => (await Client.GetAsync("/api/v1/casefiles?stalled=true")).Items();
}
