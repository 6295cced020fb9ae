using System.Globalization;
using System.Net;
using System.Text;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Rejected;

/// <summary>Why a delivery was refused, over HTTP from the post to the list.</summary>
public sealed class DiagnosisTests(SignedApp fixture) : RejectedHttp(fixture), IClassFixture<SignedApp>
{
    private const string Compact = """{"topic":"casefile","eventType":"completed","eventTime":{"date":"2026-11-24 13:00:00.000000","timezone_type":3,"timezone":"UTC"},"payload":{"id":531,"title":"Årsregnskab","url":"a/b","parts":[1.10,{}]}}""";

    private byte[] Body => Bytes(Messages.Casefile(Fixture.NewId()));

    [Fact]
    public async Task WithoutAHeader_ItSaysWhatMayBeTheCause()
    {
        var door = await DoorAsync();

        var bare = await RefusedAsync(door, Body);
        Assert.Equal(("headerMissing", false), Verdict(bare));
        Assert.Contains("legacy", bare.Text("explanation"), StringComparison.Ordinal);
        Assert.Contains("took it out", (await RefusedAsync(door, Body, ("x-event-id", "1"))).Text("explanation"), StringComparison.Ordinal);
        Assert.Contains("called X-Penneo-Signature", (await RefusedAsync(door, Body, ("X-Penneo-Signature", "abc"))).Text("explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_SaysWhatExactly()
    {
        var item = await RefusedAsync(await DoorAsync(), Body, ("x-event-signature", "t=1,h=x-event-id,v1=abc"));

        Assert.Equal(("malformed", false), Verdict(item));
        Assert.Equal("The signature header has a code that is not 64 characters long.", item.Text("explanation"));
        Assert.StartsWith("Penneo's header has the form", item.Text("advice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherSubscriptionsSecret_IsNamed()
    {
        var (door, other) = (await DoorAsync(), await DoorAsync("secret-of-the-other"));

        var body = Body;

        var item = await RefusedAsync(door, body, Signed(body, "secret-of-the-other"));

        Assert.Equal(("otherSubscription", false), Verdict(item));
        Assert.Contains($"the secret of subscription current #{other.Id}, but came to the address of subscription current #{door.Id}", item.Text("explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplacedSecret_SaysSinceWhen()
    {
        var (door, body) = (await DoorAsync(), Body);
        await Secrets.AddAsync(door.Id, "the-new-one", TimeSpan.Zero, Cancel);

        var item = await RefusedAsync(door, body, Signed(body));

        Assert.Equal(("endedSecret", false), Verdict(item));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"since {Now:yyyy-MM-dd HH:mm} UTC"), item.Text("explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_SaysHowFarOff_AndWhose()
    {
        var door = await DoorAsync();
        await ExpectAsync(TimeSpan.FromDays(-1), "24 hours in the future: this machine's clock is 24 hours behind");
        await ExpectAsync(TimeSpan.FromMinutes(12), "12 minutes before it arrived. Either this machine's clock is 12 minutes ahead");

        var good = Body;
        using (var answer = await Client.PostAsync(door, good, Signed(good)))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await ExpectAsync(TimeSpan.FromMinutes(12), "the clocks agree: this one was held back");
        await ExpectAsync(TimeSpan.FromMinutes(-12), "the sender's is 12 minutes ahead");

        async Task ExpectAsync(TimeSpan age, string words)
        {
            var body = Body;
            var item = await RefusedAsync(door, body, Signed(body, time: Now - age));
            Assert.Equal(("clockOff", true), Verdict(item));
            Assert.Contains(words, item.Text("explanation"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SignedHeader_MissingOrChanged_IsNamed()
    {
        var (door, body) = (await DoorAsync(), Body);
        var headers = Signed(body);

        var item = await RefusedAsync(door, body, headers[1], headers[2]);
        Assert.Equal(("signedHeaderMissing", false), Verdict(item));
        Assert.Contains("The header x-event-id,", item.Text("explanation"), StringComparison.Ordinal);

        // The type stands in the body too, so here everything can be put together again.
        item = await RefusedAsync(door, body, headers[0], headers[2]);
        Assert.Equal(("signedHeaderMissing", true), Verdict(item));
        item = await RefusedAsync(door, body, headers[0], ("x-event-type", "casefile.completed"), headers[2]);
        Assert.Equal(("signedHeaderChanged", true), Verdict(item));
        Assert.Contains("'casefile.completed' came, 'sign.casefile.completed' was signed", item.Text("explanation"), StringComparison.Ordinal);

        // Beside the older code, which covers no headers, a changed one shows.
        var both = $"{headers[2].Value},{SignedDelivery.V0(Secret, Now.ToUnixTimeSeconds(), body).Split(',')[1]}";
        item = await RefusedAsync(door, body, ("x-event-id", "changed"), headers[1], ("x-event-signature", both));
        Assert.Equal(("signedHeaderChanged", true), Verdict(item));
        Assert.Contains("one of x-event-id x-event-type was changed", item.Text("explanation"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF$", "a byte order mark")]
    [InlineData("$\n", "a line end or blanks")]
    [InlineData("{ \"x\": $ }", null)]
    public async Task ChangedAround_IsFound(string pattern, string? words)
    {
        var arrived = Bytes(pattern.Replace("$", Compact, StringComparison.Ordinal));

        await ExpectAsync(Bytes(Compact), arrived, words);
    }

    [Fact]
    public async Task ReEncoded_SaysWhichFormWasSigned()
    {
        await ExpectAsync(Bytes(Compact), Bytes(Compact.Replace("Å", @"\u00C5", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal)), "what was signed is compact JSON");
        await ExpectAsync(Bytes(Compact.Replace("Å", @"\u00c5", StringComparison.Ordinal).Replace("a/b", @"a\/b", StringComparison.Ordinal)), Bytes(Compact), @"compact JSON with \u escapes and escaped slashes");
        await ExpectAsync(Bytes("{\n  \"a\": []\n}"), Bytes("""{"a":[]}"""), "JSON indented by 2 blanks");
        await ExpectAsync(Bytes("{\"a\":\r\n1}"), Bytes("{\"a\":\n1}"), "from CRLF to LF");
        await ExpectAsync(Bytes(Compact), Encoding.Latin1.GetBytes(Compact), "from UTF-8 to Windows-1252");
        await ExpectAsync(Encoding.Latin1.GetBytes(Compact), Bytes(Compact), "from Windows-1252 to UTF-8");
        await ExpectAsync(Bytes(Compact), Bytes(Encoding.Latin1.GetString(Bytes(Compact))), "encoded as UTF-8 once more");
    }

    [Fact]
    public async Task UnknownChange_SaysSo_AndNamesTheTimeToo()
    {
        var (door, body) = (await DoorAsync(), Body);

        var item = await RefusedAsync(door, body, Signed(body, "nobody-knows-this", Now.AddMinutes(-10)));

        Assert.Equal(("unknown", false), Verdict(item));
        Assert.Contains("Besides, it was signed 10 minutes before it arrived", item.Text("explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_ThatAreRefused_AreExplained()
    {
        var before = Now;
        foreach (var vector in SignatureVector.All.Where(x => !x.Accepted))
        {
            var door = await DoorAsync(vector.Secret);
            Fixture.Clock.Go(vector.Now);
            var item = await RefusedAsync(door, Bytes(vector.Body), [.. vector.Headers.Select(x => (x.Key, x.Value)), (SignedDelivery.Header, vector.Signature)]);
            Assert.Equal(
                vector.Name switch
                {
                    "a signed header is missing" => "signedHeaderMissing",
                    "a right v0 does not rescue a wrong v1" => "signedHeaderChanged",
                    "too old" => "clockOff",
                    "not hexadecimal" => "malformed",
                    "empty header" => "headerMissing",
                    _ => "unknown",
                },
                item.Text("reason"));
        }

        Fixture.Clock.Go(before.ToUnixTimeSeconds());
    }

    private async Task ExpectAsync(byte[] signed, byte[] arrived, string? words)
    {
        var door = await DoorAsync();
        var item = await RefusedAsync(door, arrived, Signed(signed));
        Assert.Equal((words is null ? "unknown" : "bodyChanged", words is not null), Verdict(item));
        if (words is null)
            return;
        Assert.Contains(words, item.Text("explanation"), StringComparison.Ordinal);

        // What goes into the log is what Penneo signed, not what arrived.
        using var answer = await AcceptAsync(item);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(signed, await Client.RawAsync(await Client.EventAsync($"subscriptionId={door.Id}")));
    }
}
