// Verifies the x-event-signature header of Penneo's webhooks. .NET 8 or newer, no packages.
#nullable enable
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

public static class PenneoWebhook
{
    // In ASP.NET Core, before anything reads the body:
    //   using var bytes = new MemoryStream();
    //   await request.Body.CopyToAsync(bytes);
    //   var headers = request.Headers.Select(x => KeyValuePair.Create(x.Key, x.Value.ToString()));
    //   if (!PenneoWebhook.Verify(secret, headers, bytes.ToArray(), TimeProvider.System.GetUtcNow()))
    //       return Results.Unauthorized();

    /// <param name="secret">Of the subscription.</param>
    /// <param name="headers">All headers of the request.</param>
    /// <param name="body">The bytes as they came, not JSON written anew.</param>
    /// <param name="toleranceSeconds">How far Penneo's clock and ours may lie apart.</param>
    public static bool Verify(
        string secret, IEnumerable<KeyValuePair<string, string>> headers, byte[] body, DateTimeOffset now,
        int toleranceSeconds = 300)
    {
        var received = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        if (!received.TryGetValue("x-event-signature", out var signature))
            return false;
        var parts = new Dictionary<string, string>();
        foreach (var part in signature.Split(','))
        {
            if (part.Split('=', 2) is not [{ Length: > 0 } name, var value] || !parts.TryAdd(name, value))
                return false;
        }

        if (!parts.TryGetValue("t", out var time) || !Regex.IsMatch(time, @"\A[0-9]{1,15}\z"))
            return false;
        var signed = time + ".";
        if (parts.TryGetValue("v1", out var code))
        {
            if (!parts.TryGetValue("h", out var names) || names.Length == 0)
                return false;
            signed += names + ".";
            foreach (var name in names.Split(' '))
            {
                if (!received.TryGetValue(name, out var value))
                    return false;
                signed += value + ".";
            }
        }
        else if (!parts.TryGetValue("v0", out code)) // a wrong v1 is never made good by a v0
        {
            return false;
        }

        var age = now.ToUnixTimeSeconds() - long.Parse(time, CultureInfo.InvariantCulture);
        if (!Regex.IsMatch(code, @"\A[0-9a-f]{64}\z") || Math.Abs(age) > toleranceSeconds)
            return false;
        var text = Encoding.UTF8.GetBytes(signed).Concat(body).ToArray();
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text);
        return CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(code));
    }
}
