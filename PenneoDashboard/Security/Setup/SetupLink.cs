using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace PenneoDashboard.Security.Setup;

/// <summary>
/// The link that makes the first administrator: one at a time, good once and for a quarter of an hour. It is kept in memory only,
/// so a restart ends it too.
/// </summary>
internal sealed class SetupLink(TimeProvider time)
{
    public const string Path = "/setup";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private byte[] _hash = [];
    private DateTimeOffset _ends;

    /// <summary>Makes a new link; the one before, if any, is void.</summary>
    /// <returns>Its path with the token.</returns>
    public string Make()
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        lock (_lock)
            (_hash, _ends) = (Hash(token), time.GetUtcNow() + Lifetime);
        return $"{Path}?token={token}";
    }

    /// <summary>The same, but null while a link is out that could still be used.</summary>
    public string? MakeUnlessOut()
    {
        lock (_lock)
            return _hash.Length > 0 && time.GetUtcNow() < _ends ? null : Make();
    }

    public bool IsGood(string? token)
    {
        lock (_lock)
            return token is not null && time.GetUtcNow() < _ends && CryptographicOperations.FixedTimeEquals(_hash, Hash(token));
    }

    /// <summary>False when it is not good, also because somebody else was quicker.</summary>
    public bool TryUse(string? token)
    {
        lock (_lock)
        {
            if (!IsGood(token))
                return false;
            _hash = [];
            return true;
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
