using PenneoDashboard.Penneo.Authentication;

namespace PenneoDashboard.Penneo;

/// <summary>
/// An environment of Penneo and what proves there who we are. It never changes; when the settings do, another takes its
/// place, so that a call never brings one environment's secret to another one's host.
/// </summary>
public sealed class PenneoConnection
{
    private static readonly HttpRequestOptionsKey<PenneoConnection> Key = new("PenneoConnection");
    private readonly PenneoOptions _options;
    private readonly OwnAddress _own;

    internal PenneoConnection(PenneoOptions options, OwnAddress own, OAuthClient oauth, TimeProvider time, bool isTrial = false)
    {
        (_options, _own, IsTrial) = (SimulatorAccount.Complete(options), own, isTrial);
        Tokens = new AccessTokens(() => oauth.RequestAsync(this), time);
    }

    public PenneoEnvironment Environment => _options.Environment;

    public AuthenticationMethod Method => _options.Authentication.Method;

    /// <summary>The base of every API path, with a slash at its end.</summary>
    /// <exception cref="PenneoException">The custom environment has no host.</exception>
    public Uri Api => PenneoHosts.Api(_options, _own);

    /// <summary>The base of the OAuth service's paths, with a slash at its end.</summary>
    /// <inheritdoc cref="Api" path="/exception"/>
    public Uri OAuth => PenneoHosts.OAuth(_options, _own);

    internal PenneoOptions.AuthenticationOptions Credentials => _options.Authentication;

    /// <summary>Someone wants to know whether it works: nothing is repeated, and a host left alone is asked all the same.</summary>
    internal bool IsTrial { get; }

    internal AccessTokens Tokens { get; }

    /// <summary>The connection a call goes through.</summary>
    internal static PenneoConnection Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var connection) ? connection : throw new InvalidOperationException("A call to Penneo must go through PenneoClient.");

    internal void Carry(HttpRequestMessage request) => request.Options.Set(Key, this);

    /// <summary>Whether an address belongs to Penneo's current webhook service, which takes tokens in another header.</summary>
    internal bool IsCurrentService(Uri address) => address.AbsolutePath.StartsWith(Api.AbsolutePath + "webhook/api/", StringComparison.Ordinal);

    /// <exception cref="PenneoException">Something that <see cref="Method"/> needs is not set.</exception>
    internal void RequireCredentials()
    {
        var missing = _options.Needed.Where(x => string.IsNullOrEmpty(x.Get(_options))).Select(x => x.Key).ToList();
        if (missing.Count > 0)
            throw new PenneoException($"Nothing proves to Penneo who we are: {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not set.") { NeverArrived = true, IsNotSetUp = true };
    }
}
