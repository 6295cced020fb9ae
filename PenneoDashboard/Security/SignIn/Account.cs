using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.Sessions;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>Signing in during a request.</summary>
internal sealed class Account(UserManager<User> users, SignInManager<User> signIns, IPasswordHasher<User> hasher, SignedOut signedOut, AuditLog audit, TimeProvider time)
{
    // Hashed with the cost of the day, so that a name that does not exist takes as long as one that does.
    private static readonly Lazy<string> AnyHash = new(() => new PasswordHasher<User>().HashPassword(new User(), Guid.NewGuid().ToString()));

    public async Task<SignInResult> SignInAsync(string? name, string? password)
    {
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(password))
            return SignInResult.Failed;
        if (await users.FindByNameAsync(name) is not { } user)
        {
            hasher.VerifyHashedPassword(new User(), AnyHash.Value, password);

            // Not the name: what is typed there by mistake is often a password.
            await audit.RecordAsync(AuditActions.SignInFailed, "an unknown user");
            return SignInResult.Failed;
        }

        // A session lasts as long as its cookie's sliding time, not as long as the browser runs, so that a dashboard on a wall goes on.
        var result = await signIns.PasswordSignInAsync(user, password, isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
            await RememberAsync(user);
        else
            await audit.RecordAsync(AuditActions.SignInFailed, Subject(user), after: new { reason = result.IsLockedOut ? "locked" : "password" });
        return result;
    }

    /// <summary>Signs somebody in who has just proved themselves with a link.</summary>
    public async Task SignInAsync(long id)
    {
        var user = await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) ?? throw new InvalidOperationException("The user is gone.");
        await signIns.SignInAsync(user, isPersistent: true);
        await RememberAsync(user);
    }

    /// <summary>Ends the session of this browser, also for whoever has a copy of its cookie.</summary>
    public async Task SignOutAsync()
    {
        if (signIns.Context.User.FindFirstValue(Sessions.Sessions.IdClaim) is { } session)
            await signedOut.AddAsync(session);
        await audit.RecordAsync(AuditActions.SignedOut, "this browser");
        await signIns.SignOutAsync();
    }

    /// <summary>Ends every other session and keeps this one.</summary>
    /// <returns>What stands in the way, in the reader's words; empty when it is done.</returns>
    public async Task<IReadOnlyList<string>> ChangePasswordAsync(User user, string? present, string wanted)
    {
        // Counted as at the door: a session left open must not be the place to guess the password.
        if (!(await signIns.CheckPasswordSignInAsync(user, present ?? "", lockoutOnFailure: true)).Succeeded)
        {
            await audit.RecordAsync(AuditActions.SignInFailed, Subject(user), after: new { reason = "present password" });
            return [Say("The present password is not right, or there were too many attempts. After five wrong ones wait a quarter of an hour.")];
        }

        var result = await users.ChangePasswordAsync(user, present!, wanted);
        if (!result.Succeeded)
            return [.. result.Errors.Select(x => x.Description)];
        await audit.RecordAsync(AuditActions.UserPasswordChanged, Subject(user));
        await signIns.RefreshSignInAsync(user);
        return [];
    }

    /// <summary>Ends every session of a user, this one too.</summary>
    /// <returns>False when somebody changed the user at the same time; nothing has ended then.</returns>
    public async Task<bool> SignOutEverywhereAsync(User user)
    {
        if (!(await users.UpdateSecurityStampAsync(user)).Succeeded)
            return false;
        await audit.RecordAsync(AuditActions.UserSignedOut, Subject(user));
        await signIns.SignOutAsync();
        return true;
    }

    private static string Subject(User user) => "user " + user.UserName;

    private async Task RememberAsync(User user)
    {
        await audit.RecordAsync(AuditActions.SignInSucceeded, Subject(user), actor: user.UserName);
        user.LastSignInAt = time.GetUtcNow();
        await users.UpdateAsync(user);
    }
}
