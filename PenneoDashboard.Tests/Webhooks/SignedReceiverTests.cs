using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Subscriptions;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>Signed deliveries over HTTP, and what is then stored.</summary>
public sealed class SignedReceiverTests(SignedApp fixture) : IClassFixture<SignedApp>
{
    private const string Secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    private SubscriptionSecrets Secrets => fixture.App.Services.GetRequiredService<SubscriptionSecrets>();

    [Theory]
    [MemberData(nameof(SignatureVector.Names), MemberType = typeof(SignatureVector))]
    public async Task Vectors_GiveTheStatedVerdict(string name)
    {
        var vector = SignatureVector.Of(name);
        var door = await SignedDelivery.DoorAsync(fixture.App, vector.Secret);
        fixture.Clock.Go(vector.Now);

        using var answer = await Client.PostAsync(door, vector.Body, [.. vector.Headers.Select(x => (x.Key, x.Value)), (SignedDelivery.Header, vector.Signature)]);

        Assert.Equal(vector.Accepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        var deliveries = (await Client.EventsAsync()).Sum(x => x.Number("deliveryCount"));
        using var again = await Client.PostAsync(door, vector.Body, [.. vector.Headers.Select(x => (x.Key, x.Value)), (SignedDelivery.Header, vector.Signature)]);
        Assert.Equal(deliveries + (vector.Accepted ? 1 : 0), (await Client.EventsAsync()).Sum(x => x.Number("deliveryCount")));
    }

    [Fact]
    public async Task VerifiedDelivery_IsMarked_InTheEventAndItsDeliveries()
    {
        var door = await SignedDelivery.DoorAsync(fixture.App, Secret);
        var body = Messages.Casefile(fixture.NewId());

        using var answer = await Client.PostAsync(door, body, Headers(body, "one"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var item = await Client.EventAsync($"subscriptionId={door.Id}");
        Assert.Equal("verified", item.Text("verification"));
        Assert.Equal("verified", Assert.Single(await Client.DeliveriesAsync(item)).Text("verification"));
        Assert.Equal(Encoding.UTF8.GetBytes(body), await Client.RawAsync(item));
    }

    [Fact]
    public async Task UnsignedOrForeign_Is401_AndNothingOfItIsStored()
    {
        var door = await SignedDelivery.DoorAsync(fixture.App, Secret);
        var body = Messages.Casefile(fixture.NewId());

        foreach (var headers in (List<(string, string)[]>)[[], [("x-event-signature", "t=1")], SignedDelivery.Headers("another", fixture.Clock.GetUtcNow(), body, "two")])
        {
            using var answer = await Client.PostAsync(door, body, headers);
            Assert.Equal((HttpStatusCode.Unauthorized, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel)));
        }

        Assert.Empty(await Client.EventsAsync($"subscriptionId={door.Id}"));
    }

    [Fact]
    public async Task EveryChangedByte_OfBodyOrSignedHeaders_IsRefused()
    {
        var door = await SignedDelivery.DoorAsync(fixture.App, Secret);
        var body = Encoding.UTF8.GetBytes(Messages.Casefile(fixture.NewId()));
        var headers = SignedDelivery.Headers(Secret, fixture.Clock.GetUtcNow(), body, "four");

        for (var at = 0; at < body.Length; at++)
        {
            var changed = body.ToArray();
            changed[at] ^= 0x01;
            using var answer = await Client.PostAsync(door, changed, headers);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        for (var which = 0; which < headers.Length; which++)
        {
            for (var at = 0; at < headers[which].Value.Length; at++)
            {
                var changed = headers.ToArray();
                var value = headers[which].Value.ToCharArray();
                value[at] = value[at] == 'x' ? 'y' : 'x';
                changed[which].Value = new string(value);
                using var answer = await Client.PostAsync(door, body, changed);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        }

        Assert.Empty(await Client.EventsAsync($"subscriptionId={door.Id}"));
        using var whole = await Client.PostAsync(door, body, headers);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
    }

    [Fact]
    public async Task WithoutASecret_ASignatureIsNotAskedFor()
    {
        var door = await SignedDelivery.DoorAsync(fixture.App, Secret);
        await Secrets.ForgetAsync(door.Id, Cancel);

        await Client.StoreAsync(door, Messages.Casefile(fixture.NewId()));

        Assert.Equal("unsigned", (await Client.EventAsync($"subscriptionId={door.Id}")).Text("verification"));
    }

    [Fact]
    public async Task BodyThatIsNoJson_IsVerifiedByItsBytes_AndKept()
    {
        var door = await SignedDelivery.DoorAsync(fixture.App, Secret);
        byte[] body = [0xff, 0xfe, 0x00, (byte)'{', 0x80];

        using var answer = await Client.PostAsync(door, body, SignedDelivery.Headers(Secret, fixture.Clock.GetUtcNow(), body, "three"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var item = await Client.EventAsync($"subscriptionId={door.Id}");
        Assert.Equal((false, "verified"), (item.GetProperty("recognized").GetBoolean(), item.Text("verification")));
        Assert.Equal(body, await Client.RawAsync(item));
    }

    [Fact]
    public async Task ReplacingASecret_TakesBoth_UntilTheOldOneEnds()
    {
        var door = await SignedDelivery.DoorAsync(fixture.App, Secret);
        await Secrets.AddAsync(door.Id, "the-new-one", TimeSpan.FromHours(1), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await PostAsync(door, Secret), await PostAsync(door, "the-new-one")));
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await PostAsync(door, Secret), await PostAsync(door, "the-new-one")));
    }

    private async Task<HttpStatusCode> PostAsync(Door door, string secret)
    {
        var body = Messages.Casefile(fixture.NewId());
        using var answer = await Client.PostAsync(door, body, SignedDelivery.Headers(secret, fixture.Clock.GetUtcNow(), body, Guid.NewGuid().ToString()));
        return answer.StatusCode;
    }

    private (string, string)[] Headers(string body, string id) => SignedDelivery.Headers(Secret, fixture.Clock.GetUtcNow(), body, id);
}
