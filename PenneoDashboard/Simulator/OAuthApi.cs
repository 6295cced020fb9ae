using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>Penneo's OAuth service, as far as the grant <c>api_keys</c> goes.</summary>
internal static class OAuthApi
{
    private const int MaxBodyBytes = 64 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapOAuthApi(this IEndpointRouteBuilder app) => app.MapPost("/simulator/penneo/oauth/token", GrantAsync)
        .AllowAnonymous()
        .DisableAntiforgery()
        .ExcludeFromDescription()
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));

    private static async Task<IResult> GrantAsync(HttpContext http, DigestCheck digests, IssuedTokens tokens, Chaos chaos, IOptions<SimulatorOptions> options)
    {
        PenneoDoor.AddIds(http);
        if (PenneoDoor.Refuse(http, chaos) is { } refusal)
            return refusal;
        var (request, account) = (await ReadAsync(http), options.Value.Account);
        if (request is null)
            return PenneoAnswers.OAuthError(StatusCodes.Status400BadRequest, "invalid_request", "The body must be a JSON object.");
        if (request.GrantType != "api_keys")
            return PenneoAnswers.OAuthError(StatusCodes.Status400BadRequest, "unsupported_grant_type", "The simulator grants api_keys only.");
        if (!Same(request.ClientId, account.ClientId) || !Same(request.ClientSecret, account.ClientSecret))
            return PenneoAnswers.OAuthError(StatusCodes.Status401Unauthorized, "invalid_client", "The client's id or secret is wrong.");
        if (digests.Problem(request.Key, request.Nonce, request.CreatedAt, request.Digest) is { } problem)
            return PenneoAnswers.OAuthError(StatusCodes.Status400BadRequest, "invalid_grant", problem);

        var (token, expiresAt) = tokens.Issue();
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new Answer(token, "Bearer", (int)options.Value.AccessTokenLifetime.TotalSeconds, expiresAt.ToUnixTimeSeconds()), Json);
    }

    private static async Task<Request?> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<Request>(http.Request.Body, Json, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Same(string? given, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private sealed record Request(string? GrantType, string? ClientId, string? ClientSecret, string? Key, string? Nonce, string? CreatedAt, string? Digest);

    private sealed record Answer(string AccessToken, string TokenType, int ExpiresIn, long AccessTokenExpiresAt);
}
