using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>Checks the proof of knowing the API secret that the OAuth grant <c>api_keys</c> and WSSE share.</summary>
public sealed class DigestCheck(IOptions<SimulatorOptions> options, TimeProvider time)
{
    /// <summary>The spellings of Penneo's own SDKs beside ISO 8601.</summary>
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "ddd, dd MMM yyyy HH:mm:ss zzz", "ddd, dd MMM yyyy HH:mm:ss K", "ddd MMM d yyyy HH:mm:ss 'GMT'zzz",
    ];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _seen = [];

    /// <summary>Null when the digest holds; it does so once.</summary>
    /// <param name="key">The API key.</param>
    /// <param name="nonce">Base64.</param>
    /// <param name="created">The time, of which exactly this text is under the digest.</param>
    /// <param name="digest">Base64.</param>
    public string? Problem(string? key, string? nonce, string? created, string? digest)
    {
        var (account, now, tolerance) = (options.Value.Account, time.GetUtcNow(), options.Value.ClockTolerance);
        if (string.IsNullOrEmpty(key) || string.IsNullOrEmpty(nonce) || string.IsNullOrEmpty(created) || string.IsNullOrEmpty(digest))
            return "The API key, nonce, time of creation and digest must all be given.";
        if (key != account.ApiKey)
            return "There is no such API key.";
        if (Decode(nonce) is not { Length: > 0 } nonceBytes)
            return "The nonce is not base64.";
        if (Parse(created) is not { } at)
            return "The time of creation can't be read.";
        if ((now - at).Duration() > tolerance)
            return FormattableString.Invariant($"The time of creation is {(now - at).Duration().TotalMinutes:0} minutes {(at > now ? "in the future" : "old")}.");
        if (Decode(digest) is not { } given || !CryptographicOperations.FixedTimeEquals(given, Digest(nonceBytes, created, account.ApiSecret)))
            return "The digest does not match.";

        // By its bytes: base64 has several spellings of the same ones.
        return Remember(Convert.ToBase64String(nonceBytes), at + tolerance, now) ? null : "The nonce was used before.";
    }

    private static byte[] Digest(byte[] nonce, string created, string secret)
    {
#pragma warning disable CA5350 // Penneo's protocol is SHA-1.
        return SHA1.HashData([.. nonce, .. Encoding.UTF8.GetBytes(created), .. Encoding.UTF8.GetBytes(secret)]);
#pragma warning restore CA5350
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static DateTimeOffset? Parse(string created) =>
        DateTimeOffset.TryParseExact(created, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    // Kept until its time is refused anyway.
    private bool Remember(string nonce, DateTimeOffset until, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var old in _seen.Where(x => x.Value < now).Select(x => x.Key).ToList())
                _seen.Remove(old);
            return _seen.TryAdd(nonce, until);
        }
    }
}
