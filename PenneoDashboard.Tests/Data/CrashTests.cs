using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Data;

/// <summary>The process is killed in the middle of its work.</summary>
public sealed class CrashTests
{
    private const int Rounds = 3;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingThatWasAcknowledged_AndStoresNothingTwice()
    {
        using var folder = new TemporaryFolder();
        var start = new AppStart { Environment = new() { ["Storage__DataDirectory"] = folder.Path } };
        var acknowledged = new ConcurrentBag<long>();
        var last = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            await using var app = AppProcess.Start(start);
            using var client = new AppClient(await app.ListeningAsync());
            var door = await client.SubscribeAsync();
            var enough = new TaskCompletionSource();
            var senders = Enumerable.Range(0, 16).Select(_ => SendUntilItEndsAsync(client, door)).ToList();

            await Task.WhenAny(enough.Task, Task.WhenAll(senders));
            await app.KillAsync();
            await Task.WhenAll(senders);

            async Task SendUntilItEndsAsync(AppClient to, Door through)
            {
                var target = acknowledged.Count + 400;
                while (await TrySendAsync(to, through, Interlocked.Increment(ref last)) is { } id)
                {
                    acknowledged.Add(id);
                    if (acknowledged.Count > target)
                        enough.TrySetResult();
                }
            }
        }

        await using var again = AppProcess.Start(start);
        using var reader = new AppClient(await again.ListeningAsync());
        var events = await reader.EventsAsync();
        var stored = events.Select(x => x.Number("casefileId")!.Value).ToList();
        Assert.True(acknowledged.Count >= Rounds * 400);
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(Enumerable.Range(1, stored.Count).Reverse().Select(x => (long)x), events.Select(x => x.Number("sequence")!.Value));

        // Whether the last ones were still answered nobody knows.
        Assert.Equal(JsonValueKind.Null, (await reader.DeliveriesAsync(events[0]))[0].GetProperty("answer").ValueKind);
        Assert.Equal(0, await again.StopAsync());
    }

    private static async Task<long?> TrySendAsync(AppClient client, Door door, long id)
    {
        try
        {
            using var answer = await client.PostAsync(door, Messages.Casefile(id));
            return answer.StatusCode == HttpStatusCode.OK ? id : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
