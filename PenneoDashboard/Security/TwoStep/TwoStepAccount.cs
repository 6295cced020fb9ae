using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.TwoStep;

/// <summary>A key that no code has confirmed yet.</summary>
/// <param name="Text">In base 32.</param>
/// <param name="Sealed">The same for the page's form to bring back: for this user, as they are now, and for a quarter of an hour.</param>
internal sealed record NewKey(string Text, string Sealed);

/// <summary>What became of a change: what stands in its way, in the reader's words, and the recovery codes that it made.</summary>
internal sealed record TwoStepChange(string? Problem, IReadOnlyList<string> Codes);

/// <summary>The second step of a sign-in, during a request: turned on and off by its user, and asked for at the door.</summary>
internal sealed class TwoStepAccount(
    UserManager<User> users, SignInManager<User> signIns, IUserStore<User> store, OneTimeCodes codes, Account account, IDataProtectionProvider protection, AuditLog audit)
{
    private const string Stamp = "stamp";
    private const int RecoveryCodes = 10;
    private static readonly TimeSpan ToConfirm = TimeSpan.FromMinutes(15);

    // Codes sent at the same moment would else be tried as one attempt, since only one of them gets to count.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Makes a key. It is kept nowhere, so nothing lets in by it, until a code shows that the user's app has it.</summary>
    /// <returns>Null when the present password is wrong.</returns>
    public async Task<NewKey?> BeginAsync(User user, string? present)
    {
        if (!await account.IsPresentPasswordAsync(user, present))
            return null;
        var key = users.GenerateNewAuthenticatorKey();
        return new NewKey(key, Protector(user).Protect(key, ToConfirm));
    }

    /// <summary>Null when it is another user's, too old, or the user has changed since.</summary>
    public NewKey? Open(User user, string sealedKey)
    {
        try
        {
            return new NewKey(Protector(user).Unprotect(sealedKey), sealedKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Turns it on with a code of that key, and ends the user's other sessions.</summary>
    public async Task<TwoStepChange> ConfirmAsync(User user, NewKey key, string? typed)
    {
        if (codes.StepOf(key.Text, Clean(typed)) is not { } step)
            return Refused(Say("This code is not right. Take the one that the app shows now, and see that the device's clock is right."));

        // One write with the next: a second step without its key would let nobody in.
        await ((IUserAuthenticatorKeyStore<User>)store).SetAuthenticatorKeyAsync(user, key.Text, default);
        await ((IUserAuthenticationTokenStore<User>)store).SetTokenAsync(user, OneTimeCodes.Owner, OneTimeCodes.LastStep, step.ToString(CultureInfo.InvariantCulture), default);
        var result = await users.SetTwoFactorEnabledAsync(user, true);
        if (!result.Succeeded)
            return Refused(result);
        await audit.RecordAsync(AuditActions.TwoStepOn, Account.Subject(user));
        var made = await MakeCodesAsync(user);
        await signIns.RefreshSignInAsync(user);
        return made;
    }

    /// <summary>Makes new recovery codes; those of before are void.</summary>
    public async Task<TwoStepChange> MakeCodesAsync(User user, string? present) =>
        await account.IsPresentPasswordAsync(user, present) ? await MakeCodesAsync(user) : Refused(Account.WrongPresentPassword);

    /// <summary>Turns it off, and ends the user's other sessions.</summary>
    public async Task<TwoStepChange> TurnOffAsync(User user, string? present)
    {
        if (!await account.IsPresentPasswordAsync(user, present))
            return Refused(Account.WrongPresentPassword);
        var result = await users.SetTwoFactorEnabledAsync(user, false);
        if (!result.Succeeded)
            return Refused(result);
        await audit.RecordAsync(AuditActions.TwoStepOff, Account.Subject(user));
        await signIns.RefreshSignInAsync(user);
        return new TwoStepChange(null, []);
    }

    public Task<int> CountCodesAsync(User user) => users.CountRecoveryCodesAsync(user);

    /// <summary>True while this browser has given a right password and not yet a code. A passkey asked for in another tab takes the cookie's place, without a name.</summary>
    public async Task<bool> IsAwaitedAsync() =>
        (await signIns.Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal?.FindFirstValue(ClaimTypes.Name) is not null;

    /// <summary>Notes the user's security stamp with a right password, so that the wait for a code ends with what ends sessions.</summary>
    public static async Task BeginAsync(CookieSigningInContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<UserManager<User>>();
        if (context.Principal?.FindFirstValue(ClaimTypes.Name) is { } id && await users.FindByIdAsync(id) is { } user)
            context.Properties.Items[Stamp] = user.SecurityStamp;
    }

    /// <summary>Signs in who has given the password before, with a code of their app or a recovery code.</summary>
    public async Task<bool> EnterAsync(string? typed)
    {
        var code = Clean(typed);
        await OneAtATime.WaitAsync();
        try
        {
            if (await signIns.GetTwoFactorAuthenticationUserAsync() is not { } user || !await IsOfTodayAsync(user))
                return false;
            var ofApp = OneTimeCodes.IsCode(code);
            var result = ofApp ? await signIns.TwoFactorAuthenticatorSignInAsync(code, isPersistent: true, rememberClient: false) : await RecoverAsync(user, code);
            if (!result.Succeeded)
            {
                await audit.RecordAsync(AuditActions.SignInFailed, Account.Subject(user), after: new { reason = result.IsLockedOut ? "locked" : ofApp ? "code" : "recovery code" });
                return false;
            }

            if (!ofApp)
                await audit.RecordAsync(AuditActions.RecoveryCodeUsed, Account.Subject(user), after: new { left = await users.CountRecoveryCodesAsync(user) }, actor: user.UserName);
            await account.RememberAsync(user);
            return true;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private async Task<bool> IsOfTodayAsync(User user)
    {
        var waiting = await signIns.Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        return waiting.Properties?.Items.TryGetValue(Stamp, out var stamp) == true && stamp == user.SecurityStamp;
    }

    // Identity neither asks here whether the user is locked nor counts a wrong one, and would end the session with the browser.
    private async Task<SignInResult> RecoverAsync(User user, string code)
    {
        if (await users.IsLockedOutAsync(user))
            return SignInResult.LockedOut;
        var result = await signIns.TwoFactorRecoveryCodeSignInAsync(code);
        if (!result.Succeeded)
            await users.AccessFailedAsync(user);
        else
            await signIns.SignInAsync(user, isPersistent: true);
        return result;
    }

    private async Task<TwoStepChange> MakeCodesAsync(User user)
    {
        if (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) is not { } made)
            return Refused(new IdentityWords().ConcurrencyFailure().Description);
        await audit.RecordAsync(AuditActions.RecoveryCodesMade, Account.Subject(user));
        return new TwoStepChange(null, [.. made]);
    }

    private static TwoStepChange Refused(string problem) => new(problem, []);

    private static TwoStepChange Refused(IdentityResult result) => Refused(string.Join(' ', result.Errors.Select(x => x.Description)));

    // Apps show "123 456".
    private static string Clean(string? typed) => string.Concat((typed ?? "").Where(x => !char.IsWhiteSpace(x)));

    private ITimeLimitedDataProtector Protector(User user) => protection
        .CreateProtector("PenneoDashboard.Security.TwoStep", user.Id.ToString(CultureInfo.InvariantCulture), user.SecurityStamp ?? "").ToTimeLimitedDataProtector();
}
