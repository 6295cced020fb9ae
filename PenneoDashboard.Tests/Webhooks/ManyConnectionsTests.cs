using System.Net;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>Connections that are opened and then say nothing.</summary>
public sealed class ManyConnectionsTests
{
    [Fact]
    public async Task ThousandsOfIdleConnections_HoldUpNobody()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        var idle = await OpenAsync(door, 2000);

        using (var newcomer = new AppClient(app.BaseUrl))
            await Task.WhenAll(Enumerable.Range(1, 50).Select(x => newcomer.StoreAsync(door, Messages.Casefile(x))));

        Assert.Equal(50, (await client.EventsAsync()).Count);
        idle.ForEach(x => x.Dispose());
    }

    [Fact]
    public async Task MoreConnectionsThanFiles_AreRefused_AndTheAppGoesOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It limits the process with prlimit.");
        using var folder = new TemporaryFolder();
        await using var app = AppProcess.Start(new AppStart
        {
            Runner = ["prlimit", "--nofile=1024:1024", "dotnet"],
            Environment = new() { ["Storage__DataDirectory"] = folder.Path },
        });
        using var client = new AppClient(await app.ListeningAsync());
        var door = await client.SubscribeAsync();
        var idle = await OpenAsync(door, 1000);

        // A connection that was there before goes on.
        await client.StoreAsync(door, Messages.Casefile(1), Messages.Casefile(2));
        await Eventually.TrueAsync(() => idle.Count(x => x.IsClosed) > 500, "most are closed again");

        idle.ForEach(x => x.Dispose());
        using var newcomer = new AppClient(client.Http.BaseAddress!.ToString());
        await Eventually.TrueAsync(async () => await StatusAsync(newcomer, door) == HttpStatusCode.OK, "newcomers are served again");
        Assert.Equal(3, (await client.EventsAsync()).Count);
        Assert.Equal(0, await app.StopAsync());
    }

    private static async Task<List<RawConnection>> OpenAsync(Door door, int count)
    {
        var opened = new List<RawConnection>();
        foreach (var part in Enumerable.Range(0, count).Chunk(100))
            opened.AddRange(await Task.WhenAll(part.Select(_ => RawConnection.OpenAsync(door.Url))));
        return opened;
    }

    private static async Task<HttpStatusCode?> StatusAsync(AppClient client, Door door)
    {
        try
        {
            using var answer = await client.PostAsync(door, Messages.Casefile(3));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
