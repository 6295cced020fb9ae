using Microsoft.AspNetCore.HttpOverrides;
using PenneoDashboard.Data;
using IPNetwork = System.Net.IPNetwork;

namespace PenneoDashboard.Security.Hardening;

/// <summary>
/// The proxies whose word counts for where a request came from: <c>ForwardedHeaders:KnownProxies</c>, addresses, and
/// <c>ForwardedHeaders:KnownNetworks</c>, networks such as <c>10.0.0.0/8</c>. None unless configured.
/// </summary>
internal sealed partial class KnownProxies(IConfiguration configuration) : IConfigurationCheck
{
    private const string AddressesKey = "ForwardedHeaders:KnownProxies";
    private const string NetworksKey = "ForwardedHeaders:KnownNetworks";

    // ASPNETCORE_FORWARDEDHEADERS_ENABLED, by which the framework would believe everyone.
    private const string TrustAllKey = "FORWARDEDHEADERS_ENABLED";

    /// <inheritdoc />
    public IEnumerable<string> Errors()
    {
        var errors = new List<string>();
        _ = Read(configuration, errors);
        return errors;
    }

    public static bool AreSet(IConfiguration configuration) => Read(configuration).Count > 0;

    public static void Trust(ForwardedHeadersOptions options, IConfiguration configuration)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Read(configuration))
            options.KnownIPNetworks.Add(network);

        // Empty lists would mean anyone. With a list, the first address that is not on it is the sender's, however many proxies stand between.
        options.ForwardedHeaders = options.KnownIPNetworks.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        options.ForwardLimit = null;
    }

    public static void WarnIfUnnamed(IConfiguration configuration, ILogger logger)
    {
        if (configuration.GetValue<string>(TrustAllKey) is "true" or "True" or "1" && !AreSet(configuration))
            LogUnnamed(logger);
    }

    private static IReadOnlyList<IPNetwork> Read(IConfiguration configuration, ICollection<string>? errors = null) =>
        [.. ConfiguredList.Networks(configuration, AddressesKey, errors), .. ConfiguredList.Networks(configuration, NetworksKey, errors)];

    [LoggerMessage(LogLevel.Warning, "ASPNETCORE_FORWARDEDHEADERS_ENABLED is set, but no proxy is named, so X-Forwarded-For and X-Forwarded-Proto are not believed. Name it: ForwardedHeaders__KnownProxies=127.0.0.1")]
    private static partial void LogUnnamed(ILogger logger);
}
