using System.Security.Cryptography;
using System.Text;

namespace PenneoDashboard.Penneo.Authentication;

/// <summary>The proof of knowing an API secret that WSSE and the OAuth grant <c>api_keys</c> share.</summary>
/// <param name="Nonce">Base64 of the random bytes.</param>
/// <param name="Created">The time as it is sent, in UTC; the digest is over exactly this text.</param>
/// <param name="Digest">Base64 of SHA-1 over nonce bytes, time and secret.</param>
internal sealed record PasswordDigest(string Nonce, string Created, string Digest)
{
    private const int NonceBytes = 32;

    /// <summary>A new one, good for a single request: Penneo may refuse a nonce it has seen.</summary>
    public static PasswordDigest Make(string secret, string created) => Make(secret, created, RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>The one for a given nonce.</summary>
    public static PasswordDigest Make(string secret, string created, byte[] nonce)
    {
#pragma warning disable CA5350 // Penneo asks for SHA-1; it protects the secret only together with TLS.
        var digest = SHA1.HashData([.. nonce, .. Encoding.UTF8.GetBytes(created), .. Encoding.UTF8.GetBytes(secret)]);
#pragma warning restore CA5350
        return new PasswordDigest(Convert.ToBase64String(nonce), created, Convert.ToBase64String(digest));
    }
}
