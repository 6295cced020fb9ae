using Polly.CircuitBreaker;
using Polly.Timeout;

namespace PenneoDashboard.Penneo;

/// <summary>Puts into words why no answer came.</summary>
internal static class ConnectionErrors
{
    /// <param name="signIn">It was asking for an access token, so the call itself was not sent.</param>
    /// <returns>Null for an exception that says something else.</returns>
    public static PenneoException? Describe(Exception exception, Uri host, bool signIn = false)
    {
        var prefix = signIn ? "Signing in: " : "";
        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } e =>
                new($"{prefix}Penneo can't be reached at {host.Authority}: {e.Message}. Check this machine's network, DNS and proxy, and that the host is right.", e) { NeverArrived = true, NetworkError = e.HttpRequestError, IsSignIn = signIn },
            HttpRequestException e =>
                new($"{prefix}The connection to Penneo at {host.Authority} broke before its answer was complete: {e.Message} Try again.", e) { NeverArrived = signIn, NetworkError = e.HttpRequestError, IsSignIn = signIn },
            TimeoutRejectedException e =>
                new($"{prefix}Penneo at {host.Authority} did not answer within {e.Timeout.TotalSeconds:0} seconds. Try again; if it stays silent, check this machine's network and proxy.", e) { NeverArrived = signIn, IsSignIn = signIn },
            BrokenCircuitException e =>
                new($"Penneo at {host.Authority} failed many times in a row, so it is left alone for a quarter of a minute. Try again then.", e) { NeverArrived = true },
            _ => null,
        };
    }
}
