using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>The access tokens given out; a restart forgets them, as if they had expired.</summary>
public sealed class IssuedTokens(IOptions<SimulatorOptions> options, TimeProvider time)
{
    // Tells ours from one that was pasted in, of which nobody knows when it ends.
    private const string Prefix = "simulated-";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _tokens = [];

    public (string Token, DateTimeOffset ExpiresAt) Issue()
    {
        lock (_gate)
        {
            foreach (var old in _tokens.Where(x => x.Value <= time.GetUtcNow()).Select(x => x.Key).ToList())
                _tokens.Remove(old);
            var token = Prefix + RandomNumberGenerator.GetHexString(48, lowercase: true);
            return (token, _tokens[token] = time.GetUtcNow() + options.Value.AccessTokenLifetime);
        }
    }

    /// <summary>True for one of ours that has not expired, and for any that is not ours.</summary>
    public bool IsGood(string token)
    {
        lock (_gate)
            return !token.StartsWith(Prefix, StringComparison.Ordinal) || (_tokens.TryGetValue(token, out var expiresAt) && time.GetUtcNow() < expiresAt);
    }

    /// <summary>Makes every token bad at once, as Penneo does when a key is withdrawn.</summary>
    public void RevokeAll()
    {
        lock (_gate)
            _tokens.Clear();
    }
}
