using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>Whatever comes in is stored or refused with the contract's code: never a 5xx, never lost.</summary>
public sealed class BadInputTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const int Limit = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    public static TheoryData<string, byte[]> NotUnderstood => new()
    {
        { "empty", [] },
        { "white space", " \r\n\t"u8.ToArray() },
        { "broken JSON", """{"topic":"casefile","eventType":"comp"""u8.ToArray() },
        { "two JSON texts", "{}{}"u8.ToArray() },
        { "an array", """[{"topic":"casefile"}]"""u8.ToArray() },
        { "a text", "\"casefile\""u8.ToArray() },
        { "a number", "17"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "an empty object", "{}"u8.ToArray() },
        { "deep nesting", Encoding.ASCII.GetBytes("{\"topic\":\"casefile\",\"eventType\":\"x\",\"payload\":" + new string('[', 200_000) + new string(']', 200_000) + "}") },
        { "invalid UTF-8", [.. "{\"topic\":\"casefile\",\"eventType\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8] },
        { "NUL", [0, 0, 0] },
        { "NUL in JSON", [.. "{\"topic\":\""u8, 0, .. "\"}"u8] },
        { "half a surrogate pair", """{"topic":"casefile","eventType":"\ud800","payload":{"id":1}}"""u8.ToArray() },
        { "huge id", """{"topic":"casefile","eventType":"completed","payload":{"id":999999999999999999999999999999}}"""u8.ToArray() },
        { "huge exponent", """{"topic":"casefile","eventType":"completed","payload":{"id":1e999999999}}"""u8.ToArray() },
        { "names that are numbers", """{"topic":1,"eventType":2,"payload":3}"""u8.ToArray() },
        { "a web page", "<!doctype html><script>alert(1)</script>"u8.ToArray() },
        { "a form", "topic=casefile&eventType=completed"u8.ToArray() },
        { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Messages.CasefileSample)] },
    };

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public async Task NotUnderstood_IsStoredAsUnrecognized_ByteForByte(string what, byte[] body)
    {
        var door = await Client.SubscribeAsync();

        using var answer = await Client.PostAsync(door, body);

        Assert.True(answer.StatusCode == HttpStatusCode.OK, what);
        var item = await Client.EventAsync($"recognized=false&subscriptionId={door.Id}");
        Assert.Equal(body, await Client.RawAsync(item));
        Assert.NotEmpty(item.Text("problem")!);
        Assert.Equal(JsonValueKind.Null, item.GetProperty("payload").ValueKind);
    }

    [Theory]
    [InlineData(""" "status":1e999 """)]
    [InlineData(""" "status":99999999999999999999 """)]
    [InlineData(""" "status":{"a":[]},"title":17 """)]
    [InlineData(""" "a":1,"a":2,"":3 """)]
    [InlineData(""" "n":-0.000000000000000000000000000000000000000000000000001e-999 """)]
    public async Task OddPayload_IsUnderstood_AndComesBackAsItWas(string members)
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        var payload = $$"""{"id":{{id}},{{members}}}""";

        await Client.StoreAsync(door, $$"""{"topic":"casefile","eventType":"completed","payload":{{payload}}}""");

        Assert.Equal(payload, (await Client.EventAsync($"casefileId={id}")).GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task DeepestPayloadThatIsRead_CanBeListed()
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        var deep = new string('[', 62) + new string(']', 62);

        await Client.StoreAsync(door, $$"""{"topic":"casefile","eventType":"completed","payload":{"id":{{id}},"deep":{{deep}} } }""");

        using var answer = await Client.Http.GetAsync($"/api/v1/events?casefileId={id}", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(deep, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NulCharacters_AreReplacedInTexts_AndStayInTheRawBody()
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        var body = $$"""{"topic":"casefile","eventType":"a\u0000b","payload":{"id":{{id}},"title":"x\u0000y"} }""";

        await Client.StoreAsync(door, body);

        var item = await Client.EventAsync($"casefileId={id}");
        Assert.Equal(("a\uFFFDb", "x\uFFFDy"), (item.Text("eventType"), item.Text("title")));
        Assert.Equal(Encoding.UTF8.GetBytes(body), await Client.RawAsync(item));
    }

    [Fact]
    public async Task ScriptInEveryText_StaysText()
    {
        const string Script = "<script>alert('1')</script><img src=x onerror=alert(2)>";
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        var body = $$"""{"topic":"{{Script}}","eventType":"{{Script}}","eventTime":{"date":"{{Script}}","timezone_type":"{{Script}}","timezone":"{{Script}}"},"payload":{"id":"{{Script}}","name":"{{Script}}","title":"{{Script}}","caseFile":{"id":{{id}},"title":"{{Script}}","status":"{{Script}}"} } }""";

        using var posted = await Client.PostAsync(door, body, ("x-event-id", Script), ("User-Agent", Script));

        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        using var answer = await Client.Http.GetAsync($"/api/v1/events?casefileId={id}", Cancel);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        var item = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Items());
        Assert.Equal((Script, Script, Script), (item.Text("topic"), item.Text("eventType"), item.Text("title")));

        using var raw = await Client.Http.GetAsync($"/api/v1/events/{item.Number("sequence")}/raw", Cancel);
        Assert.Equal("application/octet-stream", raw.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", raw.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", raw.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData(Limit, false, HttpStatusCode.OK)]
    [InlineData(Limit, true, HttpStatusCode.OK)]
    [InlineData(Limit + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Limit + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(10_000_000, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(10_000_000, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task LargeBody_IsTakenUpToTheLimit(int length, bool chunked, HttpStatusCode expected)
    {
        var door = await Client.SubscribeAsync();
        var body = new byte[length];
        Array.Fill(body, (byte)'x');

        using var answer = await Client.PostAsync(door, body, chunked ? [("Transfer-Encoding", "chunked")] : []);

        Assert.Equal(expected, answer.StatusCode);
        var items = await Client.EventsAsync($"subscriptionId={door.Id}");
        Assert.Equal(expected == HttpStatusCode.OK ? [length] : Array.Empty<int>(), await Task.WhenAll(items.Select(async x => (await Client.RawAsync(x)).Length)));
    }

    [Fact]
    public async Task LengthBeyondAllReason_IsRefusedBeforeTheBody()
    {
        var door = await Client.SubscribeAsync();
        using var connection = await RawConnection.OpenAsync(door.Url);

        await connection.SendAsync(RawConnection.Head(door, "Content-Length: 9000000000000000000"));

        Assert.Equal(413, await connection.StatusAsync());
    }

    [Theory]
    [InlineData("/webhooks/penneo/wrong")]
    [InlineData("/webhooks/penneo/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/webhooks/penneo/")]
    [InlineData("/webhooks/penneo")]
    [InlineData("/webhooks/penneo/a/b")]
    [InlineData("/webhooks/penneo/..%2f..%2fevents")]
    [InlineData("/webhooks/penneo/'%20OR%201=1%20--")]
    public async Task WrongKey_Is404(string path)
    {
        using var answer = await Client.Http.PostAsync(path, new StringContent(Messages.CasefileSample), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("<html", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AlmostRightKey_Is404()
    {
        var door = await Client.SubscribeAsync();
        var last = door.Url[^1];
        string[] wrong = [door.Url[..^1], door.Url + "A", door.Url[..^1] + (char)(last ^ 1), door.Url[..^32] + door.Url[^32..].ToUpperInvariant(), door.Url + new string('A', 300)];
        foreach (var url in wrong.Where(x => x != door.Url))
        {
            using var answer = await Client.PostAsync(door with { Url = url }, Messages.CasefileSample);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Empty(await Client.EventsAsync($"subscriptionId={door.Id}"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task OtherMethod_Is405(string method)
    {
        var door = await Client.SubscribeAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), door.Url);
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await Client.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task ContentType_IsNeverDecidedBy(string? contentType)
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        using var request = new HttpRequestMessage(HttpMethod.Post, door.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Messages.Casefile(id))) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await Client.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((await Client.EventAsync($"casefileId={id}")).GetProperty("recognized").GetBoolean());
    }

    [Fact]
    public async Task CompressedBody_IsKeptAsItCame()
    {
        var door = await Client.SubscribeAsync();
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Messages.CasefileSample), Cancel);

        using var compressed = await Client.PostAsync(door, zipped.ToArray(), ("Content-Encoding", "gzip"));
        using var onlySaysSo = await Client.PostAsync(door, Messages.Casefile(fixture.NewId()), ("Content-Encoding", "gzip"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (compressed.StatusCode, onlySaysSo.StatusCode));
        var items = await Client.EventsAsync($"subscriptionId={door.Id}");
        Assert.Equal([true, false], items.Select(x => x.GetProperty("recognized").GetBoolean()));
        Assert.Equal(zipped.ToArray(), await Client.RawAsync(items[1]));
    }
}
