using System.Net;
using System.Text.Json;

namespace PenneoDashboard.Penneo;

/// <summary>
/// Penneo's current webhook API, <c>/webhook/api/v1/subscriptions</c>. Every method throws <see cref="PenneoException"/>
/// when the call fails.
/// </summary>
public sealed class CurrentWebhookApi(PenneoClient penneo)
{
    private const string Path = "webhook/api/v1/subscriptions";

    public async Task<IReadOnlyList<CurrentSubscription>> ListAsync(CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Get, Path, null, cancellationToken);
        return await penneo.ReadAsync(answer, PenneoList.Read<CurrentSubscription>, cancellationToken);
    }

    /// <summary>One as Penneo has it now; null when it has it no more.</summary>
    public async Task<CurrentSubscription?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await penneo.SendAsync(HttpMethod.Get, One(id), null, cancellationToken);
            return await penneo.ReadAsync(answer, Read, cancellationToken);
        }
        catch (PenneoException e) when (e is { Status: HttpStatusCode.NotFound, IsWebPage: false })
        {
            return null;
        }
    }

    /// <summary>Needs no confirmation: Penneo may call the endpoint before this returns.</summary>
    public async Task<CurrentSubscription> CreateAsync(CurrentSettings settings, CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Post, Path, settings, cancellationToken);
        return await penneo.ReadAsync(answer, Read, cancellationToken);
    }

    /// <summary>Replaces everything that can be set. Penneo answers with the result or with nothing.</summary>
    public async Task ReplaceAsync(string id, CurrentSettings settings, CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Put, One(id), settings, cancellationToken);
    }

    /// <summary>
    /// Sends <see cref="PenneoVocabulary.TestEventType"/> to <em>every</em> active subscription of the account that lists
    /// it; one alone can't be tested.
    /// </summary>
    public async Task TestAllAsync(CancellationToken cancellationToken = default)
    {
        using var answer = await penneo.SendAsync(HttpMethod.Post, $"{Path}/test", new { }, cancellationToken);
    }

    /// <summary>Deletes one; that Penneo does not have it any more is success too.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await penneo.SendAsync(HttpMethod.Delete, One(id), null, cancellationToken);
        }
        catch (PenneoException e) when (e is { Status: HttpStatusCode.NotFound, IsWebPage: false })
        {
            // Gone already, which is what was asked for.
        }
    }

    private static CurrentSubscription? Read(string text) => JsonSerializer.Deserialize<CurrentSubscription>(text, PenneoClient.Json);

    private static string One(string id) => $"{Path}/{Uri.EscapeDataString(id)}";
}
