using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>Bodies nobody thought of, posted to a real receiver.</summary>
public sealed class AnyBodyTests(AnyBodyTests.Narrow fixture) : IClassFixture<AnyBodyTests.Narrow>
{
    private const int Limit = 2048;

    private static readonly string[] Seeds =
    [
        Messages.CasefileSample, Messages.SignerSample, Messages.Confirmation, """{"confirmationToken":"x"}""", Messages.Casefile(1), Messages.Signer(1, 2),
        """{"topic":"signer","eventType":"signed","eventTime":"2026-01-01T00:00:00+02:00","payload":{"id":"1","name":"\u00e6\ud83d\ude00","caseFile":{"id":"2","title":"<b>"}}}""",
    ];

    // A message, cut and patched in up to six places with bytes that mean something to a parser, or with any.
    internal static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.OneOf(Seeds).Select(Encoding.UTF8.GetBytes),
        Gen.Select(
            Gen.Double[0, 1], Gen.Int[0, 4],
            Gen.OneOf(Gen.OneOf("", "\0", "\"", "{", "}", "[", ",", ":", "null", "-1", "1e999", "99999999999999999999", "\\ud800", "\uFEFF", "<script>").Select(Encoding.UTF8.GetBytes), Gen.Byte.Array[0, 4])).Array[0, 6],
        (body, patches) => patches.Aggregate(body, (x, patch) => Patch(x, (int)(patch.Item1 * x.Length), patch.Item2, patch.Item3)));

    private static readonly Gen<byte[]> Body = Gen.Frequency(
        (8, Mutated),
        (1, Gen.Byte.Array[0, 300]),
        (1, Gen.Int[Limit - 3, Limit + 3].Select(x => Encoding.ASCII.GetBytes(new string(' ', x)))));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyBody_IsStoredOrTooLarge_AndFoundAgain()
    {
        var door = await fixture.Client.SubscribeAsync();
        var acknowledged = new ConcurrentDictionary<string, byte[]>();

        await Body.SampleAsync(
            async body =>
            {
                var id = Guid.NewGuid().ToString();
                using var answer = await fixture.Client.PostAsync(door, body, ("x-event-id", id));
                if (answer.StatusCode == HttpStatusCode.OK)
                    acknowledged[id] = body;
                return answer.StatusCode == (body.Length > Limit ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.OK);
            },
            iter: 1500, threads: 8);

        await using var db = await fixture.App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel);
        var stored = (await db.Set<StoredDelivery>().AsNoTracking().Where(x => x.SubscriptionId == door.Id).ToListAsync(Cancel))
            .Where(x => EventId(x) is not null).ToList();
        Assert.Equal(acknowledged.Count, stored.Count);
        Assert.All(stored, x => Assert.Equal(acknowledged[EventId(x)!], x.Body));

        // Every list and page of them can be read, and what is no confirmation has its bytes behind the API too.
        var events = await fixture.Client.EventsAsync($"subscriptionId={door.Id}");
        Assert.Equal(stored.Count(x => x.Kind == DeliveryKind.Event), events.Count);
        foreach (var item in events.Where(x => x.Number("sequence") % 10 == 0))
            Assert.Equal(stored.Single(x => x.EventSequence == item.Number("sequence")).Body, await fixture.Client.RawAsync(item));
    }

    // The simulator's own confirmation has none.
    private static string? EventId(StoredDelivery delivery) =>
        JsonSerializer.Deserialize<string[][]>(delivery.Headers)!.SingleOrDefault(x => x[0] == "x-event-id")?[1];

    private static byte[] Patch(byte[] body, int at, int cut, byte[] insert) =>
        [.. body[..at], .. insert, .. body[Math.Min(at + cut, body.Length)..]];

    public sealed class Narrow() : AppFixture(settings: new() { ["Webhooks:MaxBodyBytes"] = $"{Limit}" });
}
