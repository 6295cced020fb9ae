using Microsoft.Extensions.Options;
using PenneoDashboard.Security.Company;

namespace PenneoDashboard.Security.Passkeys;

/// <summary>Whether passkeys can work where a page is called: browsers bind them to a host's name, never to an address.</summary>
internal sealed class PasskeyHost(IOptions<SecurityOptions> security, IOptions<CompanyOptions> company)
{
    /// <summary>The domain that passkeys are bound to; null for the host that each page is called by.</summary>
    public static string? DomainOf(SecurityOptions options) => string.IsNullOrWhiteSpace(options.PasskeyDomain) ? null : options.PasskeyDomain.Trim();

    public bool IsFor(HttpRequest request)
    {
        var host = request.Host.Host;
        return !company.Value.OnlyOpenIdConnect && Uri.CheckHostName(host) == UriHostNameType.Dns
            && (DomainOf(security.Value) is not { } domain || host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }
}
