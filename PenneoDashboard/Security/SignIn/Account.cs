using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Security.Sessions;
using PenneoDashboard.Security.TwoStep;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>Signing in during a request.</summary>
internal sealed class Account(UserManager<User> users, SignInManager<User> signIns, NobodysPassword nobody, SignedOut signedOut, DashboardDb db, AuditLog audit, TimeProvider time)
{
    // Passwords sent for one user at the same moment would else count as one wrong one: each is counted from what it read before.
    private static readonly SemaphoreSlim[] Turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public static string WrongPresentPassword => Say("The present password is not right, or there were too many attempts. After five wrong ones wait a quarter of an hour.");

    /// <summary>Signs somebody in, or notes that they may give a code at <see cref="CodePage"/> where the answer says that it takes a second step.</summary>
    public async Task<SignInResult> SignInAsync(string? name, string? password)
    {
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(password))
            return SignInResult.Failed;
        var turn = TurnOf(name);
        await turn.WaitAsync(signIns.Context.RequestAborted);
        try
        {
            return await TryAsync(name, password);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<SignInResult> TryAsync(string name, string password)
    {
        if (await users.FindByNameAsync(name) is not { } user)
        {
            nobody.Verify(password);

            // Not the name: what is typed there by mistake is often a password.
            await audit.RecordAsync(AuditActions.SignInFailed, "an unknown user");
            return SignInResult.Failed;
        }

        // Identity hashes nothing then, which the time would tell.
        if (user.PasswordHash is null || await users.IsLockedOutAsync(user))
            nobody.Verify(password);

        // A session lasts as long as its cookie's sliding time, not as long as the browser runs, so that a dashboard on a wall goes on.
        var result = await signIns.PasswordSignInAsync(user, password, isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
            await RememberAsync(user);
        else if (!result.RequiresTwoFactor)
            await audit.RecordAsync(AuditActions.SignInFailed, Subject(user), after: new { reason = result.IsLockedOut ? "locked" : "password" });
        return result;
    }

    /// <summary>Signs somebody in who has just proved themselves otherwise than with a password alone, so that no second step is asked for.</summary>
    /// <param name="method">How, for the audit log; null where another entry says it.</param>
    public async Task SignInAsync(long id, string? method = null)
    {
        var user = await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) ?? throw new InvalidOperationException("The user is gone.");
        await signIns.SignInAsync(user, isPersistent: true);
        await RememberAsync(user, method);
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
        if (!await IsPresentPasswordAsync(user, present))
            return [WrongPresentPassword];
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

    /// <summary>Whether somebody who is signed in knows their password; counted as at the door, since a session left open must not be the place to guess it.</summary>
    public async Task<bool> IsPresentPasswordAsync(User user, string? present)
    {
        var turn = TurnOf(user.UserName!);
        await turn.WaitAsync(signIns.Context.RequestAborted);
        try
        {
            // The request read the user before it was its turn.
            await db.Entry(user).ReloadAsync(signIns.Context.RequestAborted);
            if ((await signIns.CheckPasswordSignInAsync(user, present ?? "", lockoutOnFailure: true)).Succeeded)
                return true;
        }
        finally
        {
            turn.Release();
        }

        await audit.RecordAsync(AuditActions.SignInFailed, Subject(user), after: new { reason = "present password" });
        return false;
    }

    private SemaphoreSlim TurnOf(string name) => Turns[(uint)StringComparer.Ordinal.GetHashCode(users.NormalizeName(name) ?? "") % Turns.Length];

    internal static string Subject(User user) => "user " + user.UserName;

    /// <summary>Notes that somebody is signed in.</summary>
    internal async Task RememberAsync(User user, string? method = null)
    {
        await audit.RecordAsync(AuditActions.SignInSucceeded, Subject(user), after: method is null ? null : new { method }, actor: user.UserName);
        user.LastSignInAt = time.GetUtcNow();
        await users.UpdateAsync(user);
    }
}
