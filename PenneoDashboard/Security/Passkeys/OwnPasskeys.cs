using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Passkeys;

/// <summary>What people do with their own passkeys. Each change answers what stands in its way, in the reader's words, or null when it is done.</summary>
internal sealed class OwnPasskeys(UserManager<User> users, SignInManager<User> signIns, Account account, AuditLog audit)
{
    public const int LongestName = 100;

    // The browser is sent all of them, so that no device gets a second one.
    private const int Most = 20;

    /// <summary>False for company accounts: who they are is proven at their provider alone.</summary>
    public async Task<bool> AreForAsync(User user) => (await users.GetLoginsAsync(user)).Count == 0;

    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(User user) => [.. (await users.GetPasskeysAsync(user)).OrderBy(x => x.CreatedAt)];

    /// <summary>What the browser is asked for a new one, as JSON. Good for five minutes, for this user and in this browser, and given for the present password only.</summary>
    public async Task<(string? Options, string? Problem)> BeginAsync(User user, string? name, string? present)
    {
        if (await ProblemAsync(user, name) is { } problem)
            return (null, problem);
        if (!await IsProvenAsync(user, present))
            return (null, Account.WrongPresentPassword);
        var who = new PasskeyUserEntity { Id = await users.GetUserIdAsync(user), Name = user.UserName!, DisplayName = user.UserName! };
        return (await signIns.MakePasskeyCreationOptionsAsync(who), null);
    }

    /// <param name="credential">What the browser answered, as JSON.</param>
    public async Task<string?> AddAsync(User user, string? name, string? credential)
    {
        if (await ProblemAsync(user, name) is { } problem)
            return problem;

        // The password was asked before, and only then there is something underway. Somebody else may have signed in since.
        if (await ProveAsync(credential) is not { Succeeded: true } made || made.UserEntity.Id != await users.GetUserIdAsync(user))
            return Say("The passkey was not taken: it took too long or does not fit what was asked. Try it again.");
        made.Passkey.Name = name!.Trim();
        var result = await users.AddOrUpdatePasskeyAsync(user, made.Passkey);
        if (result.Succeeded)
            await audit.RecordAsync(AuditActions.PasskeyAdded, Account.Subject(user), after: new { made.Passkey.Name });
        return Of(result);
    }

    public async Task<string?> RenameAsync(User user, UserPasskeyInfo passkey, string? name)
    {
        if (NameProblem(name) is { } problem)
            return problem;
        var before = passkey.Name;
        passkey.Name = name!.Trim();
        var result = await users.AddOrUpdatePasskeyAsync(user, passkey);
        if (result.Succeeded)
            await audit.RecordAsync(AuditActions.PasskeyRenamed, Account.Subject(user), new { name = before }, new { passkey.Name });
        return Of(result);
    }

    /// <summary>Ends every other session and keeps this one, as a new password does.</summary>
    public async Task<string?> RemoveAsync(User user, UserPasskeyInfo passkey, string? present)
    {
        if (!await IsProvenAsync(user, present))
            return Account.WrongPresentPassword;

        // First, so that none stays open that the passkey opened.
        var result = await users.UpdateSecurityStampAsync(user);
        if (!result.Succeeded)
            return Of(result);
        result = await users.RemovePasskeyAsync(user, passkey.CredentialId);
        if (result.Succeeded)
            await audit.RecordAsync(AuditActions.PasskeyRemoved, Account.Subject(user), new { passkey.Name });
        await signIns.RefreshSignInAsync(user);
        return Of(result);
    }

    private static string? NameProblem(string? name) =>
        name?.Trim() is { Length: > 0 and <= LongestName } ? null : Say($"From 1 to {LongestName} characters that tell the passkey from others.");

    private static string? Of(IdentityResult result) => result.Succeeded ? null : string.Join(' ', result.Errors.Select(x => x.Description));

    private async Task<bool> IsProvenAsync(User user, string? present) => user.PasswordHash is null || await account.IsPresentPasswordAsync(user, present);

    private async Task<string?> ProblemAsync(User user, string? name) =>
        !await AreForAsync(user) ? Say("This user signs in with a company account, and with nothing else.")
        : (await users.GetPasskeysAsync(user)).Count >= Most ? Say($"There are {Most} passkeys already. Remove one first.")
        : NameProblem(name);

    private async Task<PasskeyAttestationResult?> ProveAsync(string? credential)
    {
        if (string.IsNullOrEmpty(credential))
            return null;
        try
        {
            return await signIns.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // Nothing was asked of this browser, or too long ago.
            return null;
        }
    }
}
