namespace PenneoDashboard.Penneo.Authentication;

/// <summary>The one access token of all callers: asked for once, by whoever comes first, and renewed before it expires.</summary>
internal sealed class AccessTokens(Func<Task<AccessToken>> request, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<AccessToken>? _current;

    /// <summary>Ends with what the request for a token ended with; a caller that gives up does not end it for the others.</summary>
    /// <exception cref="PenneoException">There is no token to be had.</exception>
    public async Task<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken> token;
        lock (_gate)
        {
            if (_current is null || (_current.IsCompleted && !IsGood(_current)))
                _current = Task.Run(request, CancellationToken.None);
            token = _current;
        }

        return await token.WaitAsync(cancellationToken);
    }

    /// <summary>Penneo does not accept it any more. Does nothing when another has taken its place already.</summary>
    public void Refused(AccessToken token)
    {
        lock (_gate)
        {
            if (_current is { IsCompletedSuccessfully: true } current && ReferenceEquals(current.Result, token))
                _current = null;
        }
    }

    private bool IsGood(Task<AccessToken> token) => token.IsCompletedSuccessfully && time.GetUtcNow() < token.Result.RenewAt;
}
