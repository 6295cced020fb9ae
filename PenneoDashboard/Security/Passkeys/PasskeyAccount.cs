using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Passkeys;

/// <summary>Signing in with a passkey. The device has verified its owner, so no second step follows.</summary>
internal sealed class PasskeyAccount(UserManager<User> users, SignInManager<User> signIns, OwnPasskeys own, Account account, AuditLog audit)
{
    /// <summary>What the browser is asked, as JSON; good for five minutes and in this browser. It names no user, so it tells nothing of any.</summary>
    public Task<string> BeginAsync() => signIns.MakePasskeyRequestOptionsAsync(null);

    /// <param name="credential">What the browser answered, as JSON.</param>
    /// <returns>False when nobody was let in, whatever the reason.</returns>
    public async Task<bool> SignInAsync(string? credential)
    {
        if (await ProveAsync(credential) is not { Succeeded: true } proven)
            return await FailAsync("an unknown user", "passkey");
        var user = proven.User;
        if (await users.IsLockedOutAsync(user))
            return await FailAsync(Account.Subject(user), "locked");
        if (!await own.AreForAsync(user))
            return await FailAsync(Account.Subject(user), "company account");

        // Keeps the device's counter, by which a copy of it would be noticed.
        if (!(await users.AddOrUpdatePasskeyAsync(user, proven.Passkey)).Succeeded)
            return await FailAsync(Account.Subject(user), "passkey");
        await account.SignInAsync(user.Id, "passkey");
        return true;
    }

    private async Task<bool> FailAsync(string subject, string reason)
    {
        await audit.RecordAsync(AuditActions.SignInFailed, subject, after: new { reason });
        return false;
    }

    private async Task<PasskeyAssertionResult<User>?> ProveAsync(string? credential)
    {
        if (string.IsNullOrEmpty(credential))
            return null;
        try
        {
            return await signIns.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // Nothing was asked of this browser, or too long ago.
            return null;
        }
    }
}
