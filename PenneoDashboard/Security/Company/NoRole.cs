using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace PenneoDashboard.Security.Company;

/// <summary>
/// Takes who was refused for want of a role to the page that says so. What it shows is sealed: the values that give roles are
/// nothing for those whom the provider does not know.
/// </summary>
internal sealed class NoRole(IDataProtectionProvider protection)
{
    /// <summary>How many of an account's values are told; some have hundreds of groups.</summary>
    public const int MostValues = 12;

    private const int LongestValue = 100;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("PenneoDashboard.Security.Company.NoRole").ToTimeLimitedDataProtector();

    public string LinkFor(CompanyIdentity who)
    {
        var refused = new Refused(Cut(who.Name), [.. who.RoleValues.Take(MostValues).Select(Cut)], who.RoleValues.Count);
        return NoRolePage.Path + QueryString.Create("seen", _protector.Protect(JsonSerializer.Serialize(refused), Lifetime));
    }

    /// <summary>Null when it is none of ours or too old.</summary>
    public Refused? Read(string? seen)
    {
        try
        {
            return string.IsNullOrEmpty(seen) ? null : JsonSerializer.Deserialize<Refused>(_protector.Unprotect(seen));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Cut(string text) => text.Length > LongestValue ? string.Concat(text.AsSpan(0, LongestValue - 1), "…") : text;

    /// <summary>Somebody without a role.</summary>
    /// <param name="Values">The first of what the claim held.</param>
    /// <param name="Count">How many it held.</param>
    internal sealed record Refused(string Name, IReadOnlyList<string> Values, int Count);
}
