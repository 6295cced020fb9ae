using Microsoft.Extensions.Options;
using PenneoDashboard.Security.Passkeys;

namespace PenneoDashboard.Security;

/// <summary>Configuration section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>The bearer token of scripts that use the HTTP API and the hub; unset, these are closed to scripts.</summary>
    public string? AutomationToken { get; set; }

    /// <summary>How often one address may send a sign-in, setup or password form in a minute; the next is answered 429.</summary>
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>True leads everybody who has a password to turn their second step on before they do anything else.</summary>
    public bool RequireTwoStep { get; set; }

    /// <summary>The domain that passkeys are bound to, such as <c>example.com</c> for all its hosts; unset, each host has its own.</summary>
    public string? PasskeyDomain { get; set; }

    /// <summary>True so that whoever has no later role than viewer sees no names, titles or other texts of payloads, and can't search for them.</summary>
    public bool MaskForViewers { get; set; }
}

internal sealed class SecurityOptionsValidator : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var errors = new List<string>();
        if (options.AutomationToken?.Any(c => c is <= ' ' or > '~') == true)
            errors.Add("Security:AutomationToken has a space, line break or other character that a bearer token can't have.");
        if (options.SignInsPerMinute < 1)
            errors.Add($"Security:SignInsPerMinute is {options.SignInsPerMinute}; it must be 1 or more.");
        if (PasskeyHost.DomainOf(options) is { } domain && Uri.CheckHostName(domain) != UriHostNameType.Dns)
            errors.Add($"Security:PasskeyDomain is '{domain}'; it must be a host's name without scheme, port or path.");
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }
}
