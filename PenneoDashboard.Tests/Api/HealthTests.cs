using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace PenneoDashboard.Tests.Api;

public sealed class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_AsksForNothing_ReadyForWhatIsNeeded()
    {
        await using var app = new TestApp(services: x => x.AddHealthChecks().AddCheck("broken", () => HealthCheckResult.Unhealthy("It is broken."), ["ready"]));
        using var client = new AppClient(app.BaseUrl);

        Assert.Equal("""{"status":"healthy","checks":[]}""", (await client.GetAsync("/health/live")).GetRawText());
        using var ready = await client.Http.GetAsync("/health/ready", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var text = await ready.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("""{"name":"database","status":"healthy","reason":null}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"name":"broken","status":"unhealthy","reason":"It is broken."}""", text, StringComparison.Ordinal);
        using var stranger = new AppClient(app.BaseUrl, "");
        Assert.Contains("""{"name":"broken","status":"unhealthy","reason":null}""", await (await stranger.Http.GetAsync("/health/ready", Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.StartsWith("""{"status":"unhealthy",""", text, StringComparison.Ordinal);
    }
}
