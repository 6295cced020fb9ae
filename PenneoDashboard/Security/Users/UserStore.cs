using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PenneoDashboard.Data;
using PenneoDashboard.Security.TwoStep;

namespace PenneoDashboard.Security.Users;

/// <summary>
/// Identity's store, which would keep what a second step rests on as it is. Here the authenticator's key is encrypted with the
/// data folder's keys and recovery codes are hashed as passwords are; both go when the second step is turned off.
/// </summary>
internal sealed class UserStore(DashboardDb db, IDataProtectionProvider protection, IOptions<PasswordHasherOptions> hashing, IdentityErrorDescriber words)
    : UserOnlyStore<User, DashboardDb, long>(db, words)
{
    private const string Key = "AuthenticatorKey";
    private const string Codes = "RecoveryCodes";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("PenneoDashboard.Security.AuthenticatorKeys");

    public override Task SetAuthenticatorKeyAsync(User user, string key, CancellationToken cancellationToken) =>
        SetTokenAsync(user, OneTimeCodes.Owner, Key, _protector.Protect(key), cancellationToken);

    /// <summary>Null where there is none, and where the data folder's keys are others by now.</summary>
    public override async Task<string?> GetAuthenticatorKeyAsync(User user, CancellationToken cancellationToken)
    {
        try
        {
            return await GetTokenAsync(user, OneTimeCodes.Owner, Key, cancellationToken) is { } kept ? _protector.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return KeepAsync(user, [salt, .. recoveryCodes.Select(x => Hash(x, salt))], cancellationToken);
    }

    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        if (await KeptAsync(user, cancellationToken) is not [var salt, .. var hashes])
            return false;
        var given = Hash(code, salt);
        var left = hashes.Where(x => !CryptographicOperations.FixedTimeEquals(x, given)).ToList();
        if (left.Count == hashes.Length)
            return false;
        await KeepAsync(user, [salt, .. left], cancellationToken);
        return true;
    }

    public override async Task<int> CountCodesAsync(User user, CancellationToken cancellationToken) => Math.Max(0, (await KeptAsync(user, cancellationToken)).Length - 1);

    public override async Task SetTwoFactorEnabledAsync(User user, bool enabled, CancellationToken cancellationToken = default)
    {
        await base.SetTwoFactorEnabledAsync(user, enabled, cancellationToken);
        if (enabled)
            return;
        await RemoveTokenAsync(user, OneTimeCodes.Owner, Key, cancellationToken);
        await RemoveTokenAsync(user, OneTimeCodes.Owner, Codes, cancellationToken);
    }

    // However it is typed: in lower case, and with or without what stands in it for the eye. One salt for all, or a wrong code would cost ten hashes.
    private byte[] Hash(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(
        string.Concat(code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)), salt, hashing.Value.IterationCount, HashAlgorithmName.SHA512, HashBytes);

    private Task KeepAsync(User user, IEnumerable<byte[]> saltAndHashes, CancellationToken cancellationToken) =>
        SetTokenAsync(user, OneTimeCodes.Owner, Codes, string.Join(';', saltAndHashes.Select(Convert.ToBase64String)), cancellationToken);

    private async Task<byte[][]> KeptAsync(User user, CancellationToken cancellationToken) =>
        await GetTokenAsync(user, OneTimeCodes.Owner, Codes, cancellationToken) is { Length: > 0 } kept ? [.. kept.Split(';').Select(Convert.FromBase64String)] : [];
}
