using System.Globalization;

namespace PenneoDashboard.Penneo.Authentication;

/// <summary>The headers of WSSE, with a nonce of its own for every attempt; so it stands inside of what repeats a call.</summary>
internal sealed class WsseHeaders(TimeProvider time) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var connection = PenneoConnection.Of(request);
        if (connection.Method == AuthenticationMethod.Wsse)
        {
            request.Headers.Remove("Authorization");
            request.Headers.Remove("X-WSSE");
            request.Headers.TryAddWithoutValidation("Authorization", """WSSE profile="UsernameToken" """.TrimEnd());
            request.Headers.TryAddWithoutValidation("X-WSSE", Header(connection.Credentials, time.GetUtcNow()));
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static string Header(PenneoOptions.AuthenticationOptions credentials, DateTimeOffset now)
    {
        var proof = PasswordDigest.Make(credentials.ApiSecret!, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return $"""UsernameToken Username="{credentials.ApiKey}", PasswordDigest="{proof.Digest}", Nonce="{proof.Nonce}", Created="{proof.Created}" """.TrimEnd();
    }
}
