using Microsoft.Extensions.Options;

namespace PenneoDashboard.Security;

/// <summary>Configuration section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>The bearer token of scripts that use the HTTP API and the hub; unset, these are closed to scripts.</summary>
    public string? AutomationToken { get; set; }
}

internal sealed class SecurityOptionsValidator : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options) =>
        options.AutomationToken?.Any(c => c is <= ' ' or > '~') == true
            ? ValidateOptionsResult.Fail("Security:AutomationToken has a space, line break or other character that a bearer token can't have.")
            : ValidateOptionsResult.Success;
}
