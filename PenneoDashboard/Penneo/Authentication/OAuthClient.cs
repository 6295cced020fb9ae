using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Polly.Registry;

namespace PenneoDashboard.Penneo.Authentication;

/// <summary>Asks Penneo's OAuth service for access tokens, by the grant <c>api_keys</c>.</summary>
internal sealed class OAuthClient(IHttpClientFactory http, ResiliencePipelineProvider<string> pipelines, TimeProvider time)
{
    public const string HttpClientName = "penneo-oauth";
    private const string Path = "oauth/token";

    // What Penneo documents, for an answer that says nothing of it.
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <exception cref="PenneoException">No token came. The call it was meant for was not sent, so nothing is done.</exception>
    public async Task<AccessToken> RequestAsync(PenneoConnection connection)
    {
        try
        {
            var pipeline = pipelines.GetPipeline<HttpResponseMessage>(PenneoResilience.SignIn);
            var asked = time.GetUtcNow();
            using var answer = await pipeline.ExecuteAsync(async attempt =>
            {
                asked = time.GetUtcNow();
                return await SendAsync(connection, asked, attempt);
            });
            if (!answer.IsSuccessStatusCode)
                throw await PenneoErrors.OfSignInAsync(answer, connection, time);
            return Read(await answer.Content.ReadAsStringAsync(), asked, time.GetUtcNow())
                ?? throw await PenneoErrors.NoTokenAsync(answer, time);
        }
        catch (Exception e) when (ConnectionErrors.Describe(e, connection.OAuth, signIn: true) is { } problem)
        {
            throw problem;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(PenneoConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var credentials = connection.Credentials;

        // Made anew for each attempt: a repeated nonce may be refused.
        var proof = PasswordDigest.Make(credentials.ApiSecret!, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(connection.OAuth, Path));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Content = JsonContent.Create(
            new Grant("api_keys", credentials.ClientId!, credentials.ClientSecret!, credentials.ApiKey!, proof.Nonce, proof.Created, proof.Digest), options: Json);
        await request.Content.LoadIntoBufferAsync(cancellationToken);
        using var client = http.CreateClient(HttpClientName);
        return await client.SendAsync(request, cancellationToken);
    }

    private static AccessToken? Read(string text, DateTimeOffset asked, DateTimeOffset now)
    {
        try
        {
            if (JsonSerializer.Deserialize<Answer>(text, Json) is not { AccessToken: { Length: > 0 } token } answer)
                return null;
            var lifetime = answer switch
            {
                { ExpiresIn: > 0 and < int.MaxValue } => TimeSpan.FromSeconds(answer.ExpiresIn.Value),
                { AccessTokenExpiresAt: { } at } when at > now.ToUnixTimeSeconds() && at < now.ToUnixTimeSeconds() + int.MaxValue => TimeSpan.FromSeconds(at - now.ToUnixTimeSeconds()),
                _ => UsualLifetime,
            };
            return token.All(c => c is > ' ' and <= '~') ? AccessToken.LivingFor(lifetime, token, asked) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Grant(string GrantType, string ClientId, string ClientSecret, string Key, string Nonce, string CreatedAt, string Digest);

    private sealed record Answer(
        string? AccessToken,
        [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] double? ExpiresIn,
        [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? AccessTokenExpiresAt);
}
