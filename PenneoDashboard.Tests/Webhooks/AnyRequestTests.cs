using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>Requests nobody thought of: headers and framing of every kind around any body, byte by byte on a real connection.</summary>
public sealed class AnyRequestTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Mark = "X-Mark";

    private static readonly Gen<string> Name = Gen.OneOf(
        "x-event-id", "X-EVENT-ID", "x-event-type", "x-event-signature", "Content-Type", "Content-Encoding", "Expect", "User-Agent", "Accept", "Accept-Encoding", "Cookie",
        "Authorization", "Origin", "X-Forwarded-For", "X-HTTP-Method-Override", "Range", "If-None-Match", "Date", "Via", "X-Any", "x");

    private static readonly Gen<string> Value = Gen.Frequency(
        (3, Gen.OneOf(
            "", "   ", "0", "-1", "null", "a, b", "\"quoted", "<script>alert(1)</script>", "{}", "gzip", "br, gzip", "identity", "chunked", "text/plain; charset=utf-16",
            "multipart/form-data", "100-continue", "t=1,h=x,v1=00", "bytes=0-", "é ø", "日本 \ud83d\ude00", "a\tb", "'; DROP TABLE Events; --", "%00%0d%0a", "..\\..\\", "*/*")),
        (2, Gen.Char[' ', '~'].Array[0, 80].Select(x => new string(x))),
        (1, Gen.Guid.Select(x => x.ToString())),
        (1, Gen.Int[100, 2000].Select(x => new string('x', x))));

    // Some are repeated, as proxies do.
    private static readonly Gen<string[]> Headers = Gen.Select(Name, Value, Gen.Int[1, 2])
        .Select((name, value, times) => Enumerable.Repeat($"{name}: {value}", times)).Array[0, 6].Select(x => x.SelectMany(y => y).ToArray());

    private static readonly Gen<string> Broken = Gen.OneOf(
        "X Bad: 1", ": x", "NoColon", "X-Control: a\u0001b", "X-Nul: a\0b", "X-Fold: a\r\n b", "X-\u00e6: 1", "Content-Length: abc", "Content-Length: 3", "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, gzip", "Host: other", "Connection: close, x-event-id", "Connection: Upgrade\r\nUpgrade: h2c", "Upgrade: websocket", "\u0000\u0001\u0002");

    private static readonly Gen<Request> Sound = Gen.Select(AnyBodyTests.Mutated, Headers, Gen.Int[0, 40], Gen.OneOf("1.1", "1.0")).Select((body, headers, chunk, version) =>
        chunk == 0 || version == "1.0" || body.Length == 0
            ? new Request(version, [.. headers, $"Content-Length: {body.Length}"], body, body, IsSound: true)
            : new Request(version, [.. headers, "Transfer-Encoding: chunked"], Chunked(body, chunk), body, IsSound: true));

    private static readonly Gen<Request> Unsound = Gen.Select(Sound, Broken, Gen.Int[0, 5]).Select((request, broken, kind) => kind switch
    {
        0 => request with { Headers = [broken, .. request.Headers], IsSound = false },
        1 => request with { Headers = [.. request.Headers, broken], IsSound = false },
        2 => request with { Headers = [.. request.Headers, .. Enumerable.Range(0, 120).Select(x => $"X-{x}: {x}")], IsSound = false },
        3 => request with { Headers = [.. request.Headers, "X-Large: " + new string('x', 40_000)], IsSound = false },

        // What follows the body is the next request on the connection, and none.
        4 => request with { Version = "1.1", Headers = [$"Content-Length: {request.Body.Length / 2}"], Sent = request.Body, Body = request.Body[..(request.Body.Length / 2)], IsSound = false },
        _ => request with { Version = "1.1", Headers = [$"Content-Length: {request.Body.Length + 5}"], Sent = request.Body, IsSound = false, IsCutOff = true },
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyRequest_IsAnsweredWithout5xx_AndStoredByteForByteExactlyWhenTheAnswerIs200()
    {
        var door = await fixture.Client.SubscribeAsync();
        var acknowledged = new ConcurrentDictionary<string, byte[]>();

        await Gen.Frequency((2, Sound), (1, Unsound)).SampleAsync(
            async request =>
            {
                var mark = Guid.NewGuid().ToString();
                var status = await SendAsync(door, request, mark);
                if (status == 200)
                    acknowledged[mark] = request.Body;
                return request.IsSound ? status == 200 : status is null or 200 or (>= 400 and < 500);
            },
            iter: 1500, threads: 8, print: x => x.ToString());

        await using var db = await fixture.App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel);
        var stored = (await db.Set<StoredDelivery>().AsNoTracking().Where(x => x.SubscriptionId == door.Id).ToListAsync(Cancel))
            .Select(x => (Mark: MarkOf(x), x.Body)).Where(x => x.Mark is not null).ToList();
        Assert.Equal(acknowledged.Keys.Order(), stored.Select(x => x.Mark!).Order());
        Assert.All(stored, x => Assert.Equal(acknowledged[x.Mark!], x.Body));

        // Whatever the headers were, they can be read again.
        foreach (var item in (await fixture.Client.EventsAsync($"subscriptionId={door.Id}")).Where(x => x.Number("sequence") % 20 == 0))
            Assert.NotEmpty(await fixture.Client.DeliveriesAsync(item));
    }

    private static async Task<int?> SendAsync(Door door, Request request, string mark)
    {
        using var connection = await RawConnection.OpenAsync(door.Url);
        var head = RawConnection.Head(door, [$"{Mark}: {mark}", .. request.Headers]).Replace("HTTP/1.1", "HTTP/" + request.Version, StringComparison.Ordinal);

        // A server that refuses the head may have closed before all is sent.
        var whole = await connection.TrySendAsync([.. Encoding.UTF8.GetBytes(head), .. request.Sent]);
        if (!request.IsCutOff || !whole)
            return await connection.FinalStatusAsync();
        connection.Abort();
        return null;
    }

    private static string? MarkOf(StoredDelivery delivery) =>
        JsonSerializer.Deserialize<string[][]>(delivery.Headers)!.FirstOrDefault(x => x[0] == Mark)?[1];

    private static byte[] Chunked(byte[] body, int length) =>
    [
        .. body.Chunk(length).SelectMany(x => (byte[])[.. Encoding.ASCII.GetBytes(x.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. x, .. "\r\n"u8]),
        .. "0\r\n\r\n"u8,
    ];

    /// <param name="Headers">Whole lines.</param>
    /// <param name="Sent">What follows the head.</param>
    /// <param name="Body">What is in it, as HTTP has it.</param>
    /// <param name="IsCutOff">The sender leaves before its body is complete.</param>
    private sealed record Request(string Version, string[] Headers, byte[] Sent, byte[] Body, bool IsSound, bool IsCutOff = false)
    {
        public override string ToString() => $"{Version} {string.Join(" | ", Headers.Select(x => x.Length > 100 ? x[..100] + "…" : x))} | {Convert.ToHexString(Sent)}";
    }
}
