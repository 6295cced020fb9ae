using System.Security.Claims;

namespace PenneoDashboard.Security.Company;

/// <summary>Who the provider says somebody is. Only issuer and subject together identify them; names can be chosen and change hands.</summary>
/// <param name="Role">Null when no value of the claim gives one.</param>
internal sealed record CompanyIdentity(string Issuer, string Subject, string Name, IReadOnlyList<string> RoleValues, Role? Role)
{
    private const string Email = "email";

    // Leaves room for what tells two of the same name apart.
    private const int LongestName = 240;

    public static CompanyIdentity Of(ClaimsPrincipal principal, CompanyOptions options)
    {
        var (issuer, subject) = (principal.FindFirstValue("iss"), principal.FindFirstValue("sub"));
        if (string.IsNullOrEmpty(issuer) || string.IsNullOrEmpty(subject))
            throw new InvalidOperationException("The provider's token names no issuer or no subject.");
        var name = new[] { "preferred_username", Email, "name" }.Select(x => principal.FindFirstValue(x)?.Trim()).FirstOrDefault(x => !string.IsNullOrEmpty(x)) ?? subject;

        // At some providers everybody can enter any address as theirs.
        var isClaimed = options.RoleClaim.Equals(Email, StringComparison.OrdinalIgnoreCase) && !string.Equals(principal.FindFirstValue("email_verified"), "true", StringComparison.OrdinalIgnoreCase);
        string[] values = isClaimed ? [] : [.. principal.FindAll(options.RoleClaim).Select(x => x.Value).Distinct(StringComparer.Ordinal)];
        return new CompanyIdentity(issuer, subject, name.Length > LongestName ? name[..LongestName] : name, values, options.RoleOf(values));
    }
}
