using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Security.SignIn;

namespace PenneoDashboard.Security.Users;

/// <summary>A user as others see them; times in UTC.</summary>
/// <param name="IsCompanyAccount">Signs in at the company's OpenID provider, which says their role.</param>
/// <param name="TwoStep">A right password is followed by a code of their authenticator app.</param>
/// <param name="Passkeys">How many passkeys they have.</param>
public sealed record UserItem(long Id, string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt, bool HasPassword, bool IsLockedOut,
    bool IsCompanyAccount, bool TwoStep, int Passkeys);

/// <summary>The outcome of a change: what stands in its way, in the reader's words, or nothing.</summary>
public sealed record UserChange(IReadOnlyList<string> Problems)
{
    public static readonly UserChange Done = new([]);

    public bool Succeeded => Problems.Count == 0;

    /// <summary>The path of a link that lets the user set a password, where the change makes one.</summary>
    public string? Link { get; init; }

    internal static UserChange Of(IdentityResult result) => result.Succeeded ? Done : new([.. result.Errors.Select(x => x.Description)]);
}

/// <summary>
/// Who may sign in, and as what. Every change that takes something away ends the user's sessions. There is always an administrator
/// left, because nobody else could make one.
/// </summary>
public sealed class UserDirectory(IServiceScopeFactory scopes, AuditLog audit, TimeProvider time) : IDisposable
{
    // "One administrator stays" is a rule over several rows.
    private readonly SemaphoreSlim _changes = new(1);

    public Task<IReadOnlyList<UserItem>> ListAsync(CancellationToken cancellationToken = default) => WithAsync<IReadOnlyList<UserItem>>(async (users, db) =>
    {
        var now = time.GetUtcNow();
        var all = await users.Users.AsNoTracking().OrderBy(x => x.NormalizedUserName).ToListAsync(cancellationToken);
        var company = await db.Set<IdentityUserLogin<long>>().Select(x => x.UserId).ToHashSetAsync(cancellationToken);
        var passkeys = await db.Set<IdentityUserPasskey<long>>().GroupBy(x => x.UserId).ToDictionaryAsync(x => x.Key, x => x.Count(), cancellationToken);
        return [.. all.Select(x => Item(x, now, company.Contains(x.Id), passkeys.GetValueOrDefault(x.Id)))];
    });

    public Task<UserItem?> FindAsync(long id) => WithAsync(async users => await FindAsync(users, id) is { } user
        ? Item(user, time.GetUtcNow(), await IsCompanyAccountAsync(users, user), (await users.GetPasskeysAsync(user)).Count)
        : null);

    /// <summary>Adds a user without a password; the link of the answer lets them set one.</summary>
    public Task<(UserChange Change, UserItem? User)> AddAsync(string name, Role role) => WithAsync<(UserChange, UserItem?)>(async users =>
    {
        var user = New(name, role);
        var made = UserChange.Of(await users.CreateAsync(user));
        if (made.Succeeded)
            await audit.RecordAsync(AuditActions.UserCreated, Subject(user), after: new { role });
        return made.Succeeded ? (made with { Link = await LinkAsync(users, user) }, Item(user, time.GetUtcNow(), isCompanyAccount: false, passkeys: 0)) : (made, null);
    });

    /// <summary>A link, good once and for a day, that lets a user set a password; their present one stays good until then.</summary>
    public Task<UserChange> MakePasswordLinkAsync(long id) =>
        OnAsync(id, async (users, user) => await IsCompanyAccountAsync(users, user)
            ? new UserChange([Say("This user signs in with a company account and has no password here.")])
            : await WrittenAsync(UserChange.Done with { Link = await LinkAsync(users, user) }, AuditActions.UserLinkMade, user));

    public Task<UserChange> ChangeRoleAsync(long id, Role role) => OnAsync(id, async (users, user) =>
    {
        if (user.Role == role)
            return UserChange.Done;
        if (await IsCompanyAccountAsync(users, user))
            return new UserChange([Say("The company account says the role of this user. It is read at each sign-in.")]);
        if (await IsLastAdministratorAsync(users, user))
            return LastAdministrator();
        var before = user.Role;
        user.Role = role;
        return await WrittenAsync(UserChange.Of(await users.UpdateSecurityStampAsync(user)), AuditActions.UserRoleChanged, user, new { role = before }, new { role });
    });

    public Task<UserChange> SignOutEverywhereAsync(long id) =>
        OnAsync(id, async (users, user) => await WrittenAsync(UserChange.Of(await users.UpdateSecurityStampAsync(user)), AuditActions.UserSignedOut, user));

    /// <summary>For somebody who lost the device with their authenticator app, and their recovery codes.</summary>
    public Task<UserChange> TurnOffTwoStepAsync(long id) => OnAsync(id, async (users, user) => user.TwoFactorEnabled
        ? await WrittenAsync(UserChange.Of(await users.SetTwoFactorEnabledAsync(user, false)), AuditActions.TwoStepOff, user)
        : UserChange.Done);

    /// <summary>Removes all passkeys of somebody who lost their device; they sign in with their password then.</summary>
    public Task<UserChange> RemovePasskeysAsync(long id) => OnAsync(id, async (users, user) =>
    {
        var all = await users.GetPasskeysAsync(user);
        if (all.Count == 0)
            return UserChange.Done;
        var (result, removed) = (await users.UpdateSecurityStampAsync(user), new List<string?>());
        foreach (var passkey in all)
        {
            result = result.Succeeded ? await users.RemovePasskeyAsync(user, passkey.CredentialId) : result;
            if (result.Succeeded)
                removed.Add(passkey.Name);
        }

        // Also where not all could be removed.
        if (removed.Count > 0)
            await audit.RecordAsync(AuditActions.PasskeyRemoved, Subject(user), new { names = removed });
        return UserChange.Of(result);
    });

    public Task<UserChange> RemoveAsync(long id) => OnAsync(id, async (users, user) =>
        await IsLastAdministratorAsync(users, user) ? LastAdministrator() : await WrittenAsync(UserChange.Of(await users.DeleteAsync(user)), AuditActions.UserDeleted, user, new { user.Role }));

    /// <summary>What stands in the way of a user of that name and password; empty when nothing does.</summary>
    internal Task<IReadOnlyList<string>> ProblemsAsync(string name, string password) => WithAsync<IReadOnlyList<string>>(async users =>
    {
        var problems = new List<string>();
        var user = New(name, Role.Administrator);
        foreach (var validator in users.UserValidators)
            problems.AddRange((await validator.ValidateAsync(users, user)).Errors.Select(x => x.Description));
        foreach (var validator in users.PasswordValidators)
            problems.AddRange((await validator.ValidateAsync(users, user, password)).Errors.Select(x => x.Description));
        return problems;
    });

    /// <summary>The first administrator.</summary>
    internal Task<User> AddFirstAsync(string name, string password) => WithAsync(async users =>
    {
        var user = New(name, Role.Administrator);
        var result = await users.CreateAsync(user, password);
        if (result.Succeeded)
            await audit.RecordAsync(AuditActions.UserCreated, Subject(user), after: new { user.Role }, actor: user.UserName);
        return result.Succeeded ? user : throw new InvalidOperationException(string.Join(' ', result.Errors.Select(x => x.Description)));
    });

    public void Dispose() => _changes.Dispose();

    private static UserChange LastAdministrator() => new([Say("This is the only administrator. Make another one first.")]);

    private static Task<bool> IsLastAdministratorAsync(UserManager<User> users, User user) => user.Role == Role.Administrator
        ? users.Users.AllAsync(x => x.Id == user.Id || x.Role != Role.Administrator)
        : Task.FromResult(false);

    private static Task<User?> FindAsync(UserManager<User> users, long id) => users.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture));

    private static async Task<string> LinkAsync(UserManager<User> users, User user) =>
        $"{PasswordPage.Path}?user={user.Id.ToString(CultureInfo.InvariantCulture)}&token={Uri.EscapeDataString(await users.GeneratePasswordResetTokenAsync(user))}";

    private static UserItem Item(User x, DateTimeOffset now, bool isCompanyAccount, int passkeys) =>
        new(x.Id, x.UserName!, x.Role, x.CreatedAt, x.LastSignInAt, x.PasswordHash is not null, x.LockoutEnd > now, isCompanyAccount, x.TwoFactorEnabled, passkeys);

    private static async Task<bool> IsCompanyAccountAsync(UserManager<User> users, User user) => (await users.GetLoginsAsync(user)).Count > 0;

    private static string Subject(User user) => "user " + user.UserName;

    private async Task<UserChange> WrittenAsync(UserChange change, string action, User user, object? before = null, object? after = null)
    {
        if (change.Succeeded)
            await audit.RecordAsync(action, Subject(user), before, after);
        return change;
    }

    private User New(string name, Role role) => new() { UserName = name.Trim(), Role = role, CreatedAt = time.GetUtcNow() };

    private async Task<UserChange> OnAsync(long id, Func<UserManager<User>, User, Task<UserChange>> change)
    {
        await _changes.WaitAsync();
        try
        {
            return await WithAsync(async users => await FindAsync(users, id) is { } user
                ? await change(users, user)
                : new UserChange([Say("There is no such user any more.")]));
        }
        finally
        {
            _changes.Release();
        }
    }

    private Task<T> WithAsync<T>(Func<UserManager<User>, Task<T>> work) => WithAsync((users, _) => work(users));

    // A page that stays open must not keep what it read the first time.
    private async Task<T> WithAsync<T>(Func<UserManager<User>, DashboardDb, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<UserManager<User>>(), scope.ServiceProvider.GetRequiredService<DashboardDb>());
    }
}
