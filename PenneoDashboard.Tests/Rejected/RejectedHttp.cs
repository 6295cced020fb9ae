using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Rejected;

/// <summary>Deliveries that are refused, and what the API then says of them.</summary>
public abstract class RejectedHttp(SignedApp fixture)
{
    protected const string Secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected SignedApp Fixture => fixture;

    protected AppClient Client => fixture.Client;

    protected DateTimeOffset Now => fixture.Clock.GetUtcNow();

    protected SubscriptionSecrets Secrets => fixture.App.Services.GetRequiredService<SubscriptionSecrets>();

    protected Task<Door> DoorAsync(string secret = Secret) => SignedDelivery.DoorAsync(fixture.App, secret);

    protected (string Name, string Value)[] Signed(byte[] body, string secret = Secret, DateTimeOffset? time = null, string? id = null) =>
        SignedDelivery.Headers(secret, time ?? Now, body, id ?? Guid.NewGuid().ToString());

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Posts, expects 401, and waits until it stands in the list.</summary>
    protected async Task<JsonElement> RefusedAsync(Door door, byte[] body, params (string Name, string Value)[] headers)
    {
        var before = (await ListAsync(door)).Count;
        using var answer = await Client.PostAsync(door, body, headers);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        IReadOnlyList<JsonElement> items = [];
        await Eventually.TrueAsync(async () => (items = await ListAsync(door)).Count > before, "the refused delivery stands in the list");
        return items[0];
    }

    protected async Task<IReadOnlyList<JsonElement>> ListAsync(Door door) => (await Client.GetAsync($"/api/v1/rejected?subscriptionId={door.Id}&limit=200")).Items();

    protected async Task<JsonElement> VerifyAsync(JsonElement item)
    {
        using var answer = await Client.Http.PostAsync($"/api/v1/rejected/{item.Number("id")}/verify", null, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    protected Task<HttpResponseMessage> AcceptAsync(JsonElement item) => Client.Http.PostAsync($"/api/v1/rejected/{item.Number("id")}/accept", null, Cancel);

    protected static (string? Reason, bool CanAccept) Verdict(JsonElement item) => (item.Text("reason"), item.GetProperty("canAccept").GetBoolean());
}
