namespace PenneoDashboard.Security.Company;

/// <summary>Why a sign-in with a company account came to nothing, as the sign-in page's address carries it.</summary>
internal enum CompanyProblem
{
    /// <summary>Refused, or given up by the person, at the provider.</summary>
    Denied,

    /// <summary>The answer belongs to no sign-in that this browser began, or to one that is over.</summary>
    Stale,

    /// <summary>The provider can't be reached.</summary>
    Unreachable,

    /// <summary>The provider said no, or something that does not hold.</summary>
    Refused,

    /// <summary>There is no user yet, and this would not be an administrator.</summary>
    FirstIsNoAdministrator,
}

internal static class CompanyProblems
{
    /// <summary>In the reader's language; null for what is no <see cref="CompanyProblem"/>.</summary>
    public static string? Words(string? problem) => !Enum.TryParse<CompanyProblem>(problem, out var known) ? null : known switch
    {
        CompanyProblem.Denied => Say("The sign-in was cancelled or refused at the company account's sign-in."),
        CompanyProblem.Stale => Say("This sign-in took too long, was over already or began in another browser. Begin again."),
        CompanyProblem.Unreachable => Say("The company account's sign-in can't be reached from here. Try again in a while; the app's log says more."),
        CompanyProblem.Refused => Say("The company account's sign-in answered something that can't be accepted. Try again; the app's log says more."),
        CompanyProblem.FirstIsNoAdministrator => Say("The first one here must be an administrator, and your company account does not make you one."),
        _ => null,
    };
}
