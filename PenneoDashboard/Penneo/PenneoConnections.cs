using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo.Authentication;

namespace PenneoDashboard.Penneo;

/// <summary>Which <see cref="PenneoConnection"/> is in use.</summary>
public sealed class PenneoConnections
{
    private readonly OwnAddress _own;
    private readonly OAuthClient _oauth;
    private readonly TimeProvider _time;

    internal PenneoConnections(IOptions<PenneoOptions> options, OwnAddress own, OAuthClient oauth, TimeProvider time)
    {
        (_own, _oauth, _time) = (own, oauth, time);
        Current = Make(options.Value);
    }

    public PenneoConnection Current { get; }

    /// <summary>One by other settings, for example to try them.</summary>
    internal PenneoConnection Make(PenneoOptions options) => new(options, _own, _oauth, _time);
}
