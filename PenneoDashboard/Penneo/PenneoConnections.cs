using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo.Authentication;

namespace PenneoDashboard.Penneo;

/// <summary>Which <see cref="PenneoConnection"/> is in use.</summary>
public sealed class PenneoConnections
{
    private readonly Lock _gate = new();
    private readonly IOptions<PenneoOptions> _settings;
    private readonly OwnAddress _own;
    private readonly OAuthClient _oauth;
    private readonly TimeProvider _time;
    private (PenneoOptions Options, PenneoConnection Connection) _current;

    internal PenneoConnections(IOptions<PenneoOptions> settings, OwnAddress own, OAuthClient oauth, TimeProvider time)
    {
        (_settings, _own, _oauth, _time) = (settings, own, oauth, time);
        _current = (settings.Value, Make(settings.Value));
    }

    /// <summary>By the settings in force; the same one until these change.</summary>
    public PenneoConnection Current
    {
        get
        {
            lock (_gate)
            {
                if (!ReferenceEquals(_settings.Value, _current.Options))
                    _current = (_settings.Value, Make(_settings.Value));
                return _current.Connection;
            }
        }
    }

    /// <summary>One by other settings, to try them.</summary>
    internal PenneoConnection Try(PenneoOptions options) => new(options, _own, _oauth, _time, isTrial: true);

    private PenneoConnection Make(PenneoOptions options) => new(options, _own, _oauth, _time);
}
