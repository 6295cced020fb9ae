using System.Globalization;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>Signing in during a request.</summary>
internal sealed class Account(UserManager<User> users, SignInManager<User> signIns, IPasswordHasher<User> hasher, TimeProvider time)
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
            return SignInResult.Failed;
        }

        // A session lasts as long as its cookie's sliding time, not as long as the browser runs, so that a dashboard on a wall goes on.
        var result = await signIns.PasswordSignInAsync(user, password, isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
            await RememberAsync(user);
        return result;
    }

    /// <summary>Signs somebody in who has just proved themselves with a link.</summary>
    public async Task SignInAsync(long id)
    {
        var user = await users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) ?? throw new InvalidOperationException("The user is gone.");
        await signIns.SignInAsync(user, isPersistent: true);
        await RememberAsync(user);
    }

    private async Task RememberAsync(User user)
    {
        user.LastSignInAt = time.GetUtcNow();
        await users.UpdateAsync(user);
    }
}
