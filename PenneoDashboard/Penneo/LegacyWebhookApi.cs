using System.Net;
using System.Text.Json;

namespace PenneoDashboard.Penneo;

/// <summary>
/// Penneo's legacy webhook API, <c>/api/v1/webhook/subscriptions</c>. Every method throws <see cref="PenneoException"/>
/// when the call fails.
/// </summary>
public sealed class LegacyWebhookApi(PenneoClient penneo)
{
    private const string Path = "api/v1/webhook/subscriptions";

    public async Task<IReadOnlyList<LegacySubscription>> ListAsync(CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Get, Path, null, cancellationToken);
        return await penneo.ReadAsync(answer, PenneoList.Read<LegacySubscription>, cancellationToken);
    }

    /// <summary>Penneo posts the confirmation token to <paramref name="endpoint"/>, possibly before this returns.</summary>
    public async Task<LegacySubscription> CreateAsync(string topic, string endpoint, CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Post, Path, new { topic, endpoint }, cancellationToken);
        return await penneo.ReadAsync(answer, text => JsonSerializer.Deserialize<LegacySubscription>(text, PenneoClient.Json), cancellationToken);
    }

    public async Task ConfirmAsync(string id, string token, CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(id)}/confirm", new { token }, cancellationToken);
    }

    public async Task TestAsync(string id, CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(id)}/test", null, cancellationToken);
    }

    /// <summary>Deletes one; that Penneo does not have it any more is success too.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await penneo.SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}", null, cancellationToken);
        }
        catch (PenneoException e) when (e is { Status: HttpStatusCode.NotFound, IsWebPage: false } or { Status: HttpStatusCode.Gone })
        {
            // Gone already, alone or with the whole service, which is what was asked for.
        }
    }
}
