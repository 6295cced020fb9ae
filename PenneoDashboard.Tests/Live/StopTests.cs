using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace PenneoDashboard.Tests.Live;

public sealed class StopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhileStopping_NoLongConnectionIsTaken_ButDeliveriesAre()
    {
        var answers = new List<HttpStatusCode>();
        await using (var app = new TestApp())
        {
            using var client = new AppClient(app.BaseUrl);
            var door = await client.SubscribeAsync();

            // Between the moment SignalR closes its connections and the one the server stops listening, browsers come back.
            app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => answers.AddRange(AskAsync(client, door).GetAwaiter().GetResult()));
            await app.DisposeAsync();
        }

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], answers);
    }

    private static async Task<IEnumerable<HttpStatusCode>> AskAsync(AppClient client, Door door)
    {
        using var circuit = await client.Http.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancel);
        using var hub = await client.Http.PostAsync("/hubs/events/negotiate?negotiateVersion=1", null, Cancel);
        using var delivery = await client.PostAsync(door, Messages.CasefileSample);
        return [circuit.StatusCode, hub.StatusCode, delivery.StatusCode];
    }
}
