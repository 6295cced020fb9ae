using Microsoft.Extensions.Options;

namespace PenneoDashboard.Security.Company;

/// <summary>Configuration section <c>Security:OpenIdConnect</c>: sign-in with the accounts of a company's OpenID provider.</summary>
public sealed class CompanyOptions
{
    public const string Section = "Security:OpenIdConnect";

    /// <summary>The provider's address, below which its <c>.well-known/openid-configuration</c> lies; empty switches all this off.</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>What the button on the sign-in page says; empty for "Company account".</summary>
    public string? DisplayName { get; set; }

    /// <summary>The claim whose values say what somebody may do here.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>The values that make an administrator, parted by spaces.</summary>
    public string? AdministratorValue { get; set; }

    /// <inheritdoc cref="AdministratorValue"/>
    public string? OperatorValue { get; set; }

    /// <inheritdoc cref="AdministratorValue"/>
    public string? ViewerValue { get; set; }

    /// <summary>What the provider is asked for, parted by spaces.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>True takes passwords off the sign-in page.</summary>
    public bool OnlyOpenIdConnect { get; set; }

    internal bool IsOn => !string.IsNullOrWhiteSpace(Authority);

    internal string Name => string.IsNullOrWhiteSpace(DisplayName) ? Say("Company account") : DisplayName.Trim();

    internal IReadOnlyList<string> ValuesOf(Role role) => Parts(role switch
    {
        Role.Administrator => AdministratorValue,
        Role.Operator => OperatorValue,
        _ => ViewerValue,
    });

    /// <summary>The highest role that one of the claim's values gives; null when none does.</summary>
    internal Role? RoleOf(IEnumerable<string> values)
    {
        var held = values.ToHashSet(StringComparer.Ordinal);
        return Enum.GetValues<Role>().OrderDescending().Cast<Role?>().FirstOrDefault(x => ValuesOf(x!.Value).Any(held.Contains));
    }

    internal static string[] Parts(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

internal sealed class CompanyOptionsValidator : IValidateOptions<CompanyOptions>
{
    private const string Discovery = "/.well-known/openid-configuration";

    public ValidateOptionsResult Validate(string? name, CompanyOptions options)
    {
        var errors = options.IsOn ? ErrorsOfOn(options) : ErrorsOfOff(options);
        return errors.ToList() is { Count: > 0 } all ? ValidateOptionsResult.Fail(all) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> ErrorsOfOff(CompanyOptions options)
    {
        if (options.OnlyOpenIdConnect)
            yield return $"{CompanyOptions.Section}:OnlyOpenIdConnect is true, but no provider is set, so nobody could sign in.";
        if (!string.IsNullOrWhiteSpace(options.ClientId) || !string.IsNullOrWhiteSpace(options.ClientSecret))
            yield return $"{CompanyOptions.Section}:Authority is empty, although a client is set; it must be the provider's address, for example https://login.example.com.";
    }

    private static IEnumerable<string> ErrorsOfOn(CompanyOptions options)
    {
        if (!IsSafe(options.Authority!))
            yield return $"{CompanyOptions.Section}:Authority is '{options.Authority}'; it must be the provider's https address (http on this machine only), without a query and without {Discovery}.";
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return $"{CompanyOptions.Section}:ClientId is empty; the provider shows it where this app is registered.";
        if (string.IsNullOrWhiteSpace(options.ClientSecret))
            yield return $"{CompanyOptions.Section}:ClientSecret is empty; the provider shows it where this app is registered.";
        if (string.IsNullOrWhiteSpace(options.RoleClaim))
            yield return $"{CompanyOptions.Section}:RoleClaim is empty; it must be the claim that holds roles, for example roles.";
        if (Enum.GetValues<Role>().All(x => options.ValuesOf(x).Count == 0))
            yield return $"{CompanyOptions.Section}:AdministratorValue, :OperatorValue and :ViewerValue are empty, so no account would have a role.";
        if (!CompanyOptions.Parts(options.Scopes).Contains("openid"))
            yield return $"{CompanyOptions.Section}:Scopes is '{options.Scopes}'; openid must be among them.";
    }

    // Over plain http anybody in between could say who somebody is.
    private static bool IsSafe(string authority) =>
        Uri.TryCreate(authority.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { Query: "", Fragment: "", UserInfo: "" } && !uri.AbsolutePath.Contains(Discovery, StringComparison.OrdinalIgnoreCase);
}
