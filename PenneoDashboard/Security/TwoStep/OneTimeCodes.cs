using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.TwoStep;

/// <summary>
/// The six digits of an authenticator app (RFC 6238 with HMAC-SHA-1 and 30 seconds, which all apps know), each good once. Identity's own
/// provider takes a code as often as it comes, for two and a half minutes.
/// </summary>
internal sealed class OneTimeCodes(TimeProvider time) : IUserTwoFactorTokenProvider<User>
{
    public const int Digits = 6;

    /// <summary>Whose the last step is among a user's tokens, and its name.</summary>
    public const string Owner = "PenneoDashboard";

    /// <inheritdoc cref="Owner"/>
    public const string LastStep = "LastCodeStep";

    private const int StepSeconds = 30;
    private const int Modulus = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // A telephone's clock may be a little off, and typing takes a while.
    private const int StepsAround = 1;

    // Whether there is a second step must not depend on its key being readable: it would let in without one.
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) => Task.FromResult(user.TwoFactorEnabled);

    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } key || StepOf(key, token) is not { } step)
            return false;
        if (long.TryParse(await manager.GetAuthenticationTokenAsync(user, Owner, LastStep), CultureInfo.InvariantCulture, out var last) && step <= last)
            return false;

        // Of two that bring the same code at once, the user's concurrency stamp lets one be stored.
        return (await manager.SetAuthenticationTokenAsync(user, Owner, LastStep, step.ToString(CultureInfo.InvariantCulture))).Succeeded;
    }

    /// <summary>True for what has the shape of a code.</summary>
    public static bool IsCode(string text) => text.Length == Digits && text.All(char.IsAsciiDigit);

    /// <summary>The step of time that a code belongs to; null when it is wrong now.</summary>
    /// <param name="key">In base 32, as apps take it.</param>
    public long? StepOf(string key, string code)
    {
        if (!IsCode(code))
            return null;
        var (bytes, given) = (FromBase32(key), Encoding.ASCII.GetBytes(code));
        var now = time.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = now - StepsAround; step <= now + StepsAround; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(bytes, step)), given))
                found = step;
        }

        return found;
    }

    private static string At(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // Apps know no other, and an HMAC does not suffer from what is weak in SHA-1.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (bits, count, at) = (0, 0, 0);
        foreach (var c in text)
        {
            (bits, count) = ((bits << 5) | Base32.IndexOf(c, StringComparison.Ordinal), count + 5);
            if (count < 8)
                continue;
            count -= 8;
            bytes[at++] = (byte)(bits >> count);
            bits &= (1 << count) - 1;
        }

        return bytes;
    }
}
