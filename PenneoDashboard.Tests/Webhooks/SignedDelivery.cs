using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>Signs as Penneo's current service does, written from its description and not from the product's code.</summary>
internal static class SignedDelivery
{
    public const string Header = "x-event-signature";

    /// <summary>The <c>v1</c> header over named headers in the given order.</summary>
    public static string V1(string secret, long time, byte[] body, params (string Name, string Value)[] headers)
    {
        var names = string.Join(' ', headers.Select(x => x.Name));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"t={time},h={names},v1={Code(secret, string.Create(CultureInfo.InvariantCulture, $"{time}.{names}.{string.Join('.', headers.Select(x => x.Value))}."), body)}");
    }

    public static string V0(string secret, long time, byte[] body) =>
        string.Create(CultureInfo.InvariantCulture, $"t={time},v0={Code(secret, string.Create(CultureInfo.InvariantCulture, $"{time}."), body)}");

    /// <summary>Penneo's headers of a delivery, the signature among them.</summary>
    public static (string Name, string Value)[] Headers(string secret, DateTimeOffset time, byte[] body, string id, string type = "sign.casefile.completed")
    {
        (string, string)[] signed = [("x-event-id", id), ("x-event-type", type)];
        return [.. signed, (Header, V1(secret, time.ToUnixTimeSeconds(), body, signed))];
    }

    /// <inheritdoc cref="Headers(string, DateTimeOffset, byte[], string, string)" />
    public static (string Name, string Value)[] Headers(string secret, DateTimeOffset time, string body, string id, string type = "sign.casefile.completed") =>
        Headers(secret, time, Encoding.UTF8.GetBytes(body), id, type);

    /// <summary>A current subscription with this secret, put straight into an app.</summary>
    public static async Task<Door> DoorAsync(TestApp app, string secret)
    {
        _ = app.BaseUrl;
        var services = app.Services;
        var key = ReceiveKeys.Create();
        var address = services.GetRequiredService<PublicAddress>();
        var row = await services.GetRequiredService<SubscriptionStore>().AddAsync(
            new Subscription
            {
                Generation = Generation.Current,
                PenneoId = Guid.NewGuid().ToString(),
                ReceiveKey = key,
                Endpoint = address.ReceiveUrl(key),
                State = SubscriptionState.Active,
                CreatedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            },
            CancellationToken.None);
        services.GetRequiredService<ReceiveKeys>().Add(key, row.Id);
        await services.GetRequiredService<SubscriptionSecrets>().SetAsync(row.Id, secret);
        return new Door(row.Id, address.ReceiveUrl(key));
    }

    private static string Code(string secret, string before, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(before), .. body]));
}
