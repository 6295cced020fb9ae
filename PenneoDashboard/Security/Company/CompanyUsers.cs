using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Company;

/// <summary>The users behind company accounts: known by issuer and subject, made at their first sign-in, with the role the account has now.</summary>
internal sealed class CompanyUsers(IServiceScopeFactory scopes, AuditLog audit, TimeProvider time) : IDisposable
{
    // Two first sign-ins of one account at once, as from two tabs, make one user.
    private readonly SemaphoreSlim _changes = new(1);

    /// <summary>The user's id; null when there is no user at all yet and this would be none who could let others in.</summary>
    public Task<long?> FindOrAddAsync(CompanyIdentity who, Role role) => WithAsync<long?>(async (users, db) =>
    {
        if (await users.FindByLoginAsync(who.Issuer, who.Subject) is { } known)
        {
            await SetRoleAsync(users, known, role);
            return known.Id;
        }

        return role == Role.Administrator || await users.Users.AnyAsync() ? await AddAsync(users, db, who, role) : null;
    });

    /// <summary>For an account that has lost its role: where it is signed in, it no longer is.</summary>
    public Task EndSessionsAsync(CompanyIdentity who) => WithAsync(async (users, _) =>
    {
        if (await users.FindByLoginAsync(who.Issuer, who.Subject) is not { } user)
            return false;
        Check(await users.UpdateSecurityStampAsync(user));
        await audit.RecordAsync(AuditActions.UserSignedOut, Subject(user), after: new { reason = "no role" }, actor: user.UserName);
        return true;
    });

    public void Dispose() => _changes.Dispose();

    private async Task SetRoleAsync(UserManager<User> users, User user, Role role)
    {
        if (user.Role == role)
            return;
        var before = user.Role;
        user.Role = role;

        // Ends what is open with the rights of before.
        Check(await users.UpdateSecurityStampAsync(user));
        await audit.RecordAsync(AuditActions.UserRoleChanged, Subject(user), new { role = before }, new { role }, actor: user.UserName);
    }

    private async Task<long> AddAsync(UserManager<User> users, DashboardDb db, CompanyIdentity who, Role role)
    {
        var user = new User { UserName = await FreeNameAsync(users, who.Name), Role = role, CreatedAt = time.GetUtcNow() };

        // A user without its login would be in the way of the next try.
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            Check(await users.CreateAsync(user));
            Check(await users.AddLoginAsync(user, new UserLoginInfo(who.Issuer, who.Subject, who.Name)));
            await transaction.CommitAsync();
        }

        await audit.RecordAsync(AuditActions.UserCreated, Subject(user), after: new { role, issuer = who.Issuer }, actor: user.UserName);
        return user.Id;
    }

    // Somebody of that name may be another person, so they are told apart and never joined.
    private static async Task<string> FreeNameAsync(UserManager<User> users, string name)
    {
        var free = name;
        for (var i = 2; await users.FindByNameAsync(free) is not null; i++)
            free = $"{name} ({i})";
        return free;
    }

    private static string Subject(User user) => "user " + user.UserName;

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(x => x.Description)));
    }

    private async Task<T> WithAsync<T>(Func<UserManager<User>, DashboardDb, Task<T>> work)
    {
        await _changes.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await work(scope.ServiceProvider.GetRequiredService<UserManager<User>>(), scope.ServiceProvider.GetRequiredService<DashboardDb>());
        }
        finally
        {
            _changes.Release();
        }
    }
}
