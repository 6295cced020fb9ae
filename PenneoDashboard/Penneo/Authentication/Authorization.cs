using System.Net;

namespace PenneoDashboard.Penneo.Authentication;

/// <summary>Gives each call what proves who we are, by the method of its connection. WSSE is left to <see cref="WsseHeaders"/>.</summary>
internal sealed class Authorization : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var connection = PenneoConnection.Of(request);
        connection.RequireCredentials();
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Accept-Charset", "utf-8");
        switch (connection.Method)
        {
            case AuthenticationMethod.ApiKeys:
                return await SendWithAccessTokenAsync(connection.Tokens, request, cancellationToken);
            case AuthenticationMethod.Token when connection.IsCurrentService(request.RequestUri!):
                Set(request, "Authorization", "Bearer " + connection.Credentials.Token);
                break;
            case AuthenticationMethod.Token:
                Set(request, "Authorization", "JWT");
                Set(request, "X-Auth-Token", connection.Credentials.Token!);
                break;
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendWithAccessTokenAsync(AccessTokens tokens, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        Set(request, "Authorization", "Bearer " + token.Value);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return answer;

        // Whatever the call was, Penneo did not do it, so that it may be sent once more even when it is no read.
        answer.Dispose();
        tokens.Refused(token);
        Set(request, "Authorization", "Bearer " + (await tokens.GetAsync(cancellationToken)).Value);
        return await base.SendAsync(request, cancellationToken);
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
