using System.Security.Cryptography;
using System.Text;

namespace PenneoDashboard.Simulator;

/// <summary>What the current service signs its deliveries with, in the header <c>x-event-signature</c>.</summary>
public static class PenneoSignature
{
    public const string HeaderName = "x-event-signature";

    /// <summary>The header's value: the code covers the time, the named headers in their order, and the bytes of the body.</summary>
    /// <param name="signedAt">Its whole second is signed.</param>
    public static string Of(string secret, DateTimeOffset signedAt, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body)
    {
        var time = FormattableString.Invariant($"{signedAt.ToUnixTimeSeconds()}");
        var names = string.Join(' ', headers.Select(x => x.Key));
        var values = string.Join('.', headers.Select(x => x.Value));
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{time}.{names}.{values}."), .. body];
        return $"t={time},h={names},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
