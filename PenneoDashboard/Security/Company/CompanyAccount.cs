using System.Security.Claims;
using Microsoft.Extensions.Options;
using PenneoDashboard.Audit;
using PenneoDashboard.Language;
using PenneoDashboard.Security.SignIn;

namespace PenneoDashboard.Security.Company;

/// <summary>What follows when the provider has said who somebody is, or has not.</summary>
internal sealed class CompanyAccount(CompanyUsers users, Account account, NoRole noRole, AuditLog audit, IOptions<CompanyOptions> options)
{
    /// <summary>Signs them in as passwords do, where their account has a role.</summary>
    /// <returns>Where to go.</returns>
    public async Task<string> SignInAsync(ClaimsPrincipal principal, string goOn)
    {
        var who = CompanyIdentity.Of(principal, options.Value);
        if (who.Role is not { } role)
        {
            await audit.RecordAsync(AuditActions.SignInFailed, Subject(who), after: new { reason = "no role", claim = options.Value.RoleClaim, values = who.RoleValues.Take(NoRole.MostValues) });
            await users.EndSessionsAsync(who);
            return noRole.LinkFor(who);
        }

        if (await users.FindOrAddAsync(who, role) is not { } id)
        {
            await audit.RecordAsync(AuditActions.SignInFailed, Subject(who), after: new { reason = CompanyProblem.FirstIsNoAdministrator });
            return SignInWith(CompanyProblem.FirstIsNoAdministrator, goOn);
        }

        await account.SignInAsync(id);
        return goOn;
    }

    /// <summary>Writes down that it came to nothing.</summary>
    /// <returns>Where to go: the sign-in page, which says why.</returns>
    public async Task<string> FailAsync(CompanyProblem problem, string? goOn)
    {
        await audit.RecordAsync(AuditActions.SignInFailed, "a company account", after: new { reason = problem });
        return SignInWith(problem, goOn);
    }

    internal static string SignInWith(CompanyProblem problem, string? goOn) =>
        SignInPage.Path + QueryString.Create("Problem", problem.ToString()).Add("ReturnUrl", LocalPath.Or(goOn, "/"));

    private static string Subject(CompanyIdentity who) => "company account " + who.Name;
}
