using Microsoft.Extensions.Options;

namespace PenneoDashboard.Penneo;

/// <summary>Adds the headers of the Token method, as Penneo's legacy page shows them.</summary>
internal sealed class TokenAuthorization(IOptions<PenneoOptions> options) : DelegatingHandler
{
    // The simulator takes any token, so that the first run needs no account.
    private const string SimulatorToken = "simulator";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = options.Value.Authentication.Token;
        if (string.IsNullOrEmpty(token) && options.Value.Environment == PenneoEnvironment.Simulator)
            token = SimulatorToken;
        if (string.IsNullOrEmpty(token))
            throw new PenneoException("There is no token for Penneo. Set Penneo:Authentication:Token and start again.") { NeverArrived = true };

        request.Headers.TryAddWithoutValidation("Authorization", "JWT");
        request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Charset", "utf-8");
        return base.SendAsync(request, cancellationToken);
    }
}
