using System.Net;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Penneo;

/// <summary>What Penneo's API said when asked for a casefile.</summary>
/// <param name="Casefile">Null when it did not show it.</param>
/// <param name="IsRefused">True when our user may not see it, or Penneo knows none; false when it could not be asked now.</param>
public sealed record CasefileReading(PenneoCasefile? Casefile, bool IsRefused)
{
    /// <summary>There are no settings to ask by.</summary>
    public static readonly CasefileReading NotAsked = new(null, false);
}

/// <summary>
/// Reads casefiles back from Penneo for pages, sparingly: a few at a time, each once for all who ask, and what was said,
/// a refusal too, is remembered for a while.
/// </summary>
public sealed partial class CasefileLookup(
    CasefileApi api, PenneoConnections connections, IHostApplicationLifetime app, TimeProvider time, ILogger<CasefileLookup> logger) : IDisposable
{
    /// <summary>How many are remembered; those asked for longest ago go first.</summary>
    public const int MostRemembered = 1000;

    /// <summary>Calls at the same time.</summary>
    public const int AtOnce = 2;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FailureRemembered = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _calls = new(AtOnce);
    private readonly Dictionary<long, LinkedListNode<Entry>> _known = [];
    private readonly LinkedList<Entry> _byUse = new();
    private PenneoConnection? _connection;

    /// <summary>Never throws for what Penneo says; giving up waiting does not end the call, others may wait for it.</summary>
    /// <param name="mask">Of whoever reads: masked, they are told the ids only.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public async Task<CasefileReading> ReadAsync(long id, ReaderMask mask, CancellationToken cancellationToken)
    {
        var reading = await Find(id).Reading.WaitAsync(cancellationToken);
        return mask.IsOn && reading.Casefile is { } casefile ? reading with { Casefile = casefile.WithoutNames() } : reading;
    }

    public void Dispose() => _calls.Dispose();

    private Entry Find(long id)
    {
        lock (_gate)
        {
            // Another account knows other casefiles.
            if (connections.Current != _connection)
            {
                _known.Clear();
                _byUse.Clear();
                _connection = connections.Current;
            }

            if (_known.TryGetValue(id, out var node))
            {
                _byUse.Remove(node);
                if (node.Value.Until is not { } until || time.GetUtcNow() < until)
                {
                    _byUse.AddLast(node);
                    return node.Value;
                }
            }

            var entry = new Entry(id);
            entry.Reading = Task.Run(() => LoadAsync(entry));
            _known[id] = _byUse.AddLast(entry);
            if (_known.Count > MostRemembered)
            {
                _known.Remove(_byUse.First!.Value.Id);
                _byUse.RemoveFirst();
            }

            return entry;
        }
    }

    private async Task<CasefileReading> LoadAsync(Entry entry)
    {
        await _calls.WaitAsync();
        try
        {
            var reading = await AskAsync(entry.Id);
            lock (_gate)
                entry.Until = time.GetUtcNow() + (reading.Casefile is not null || reading.IsRefused ? Remembered : FailureRemembered);
            return reading;
        }
        finally
        {
            _calls.Release();
        }
    }

    private async Task<CasefileReading> AskAsync(long id)
    {
        try
        {
            return new CasefileReading(await api.FindAsync(id, app.ApplicationStopping), IsRefused: false);
        }
        catch (PenneoException e) when (e.IsNotSetUp)
        {
            return CasefileReading.NotAsked;
        }
        catch (OperationCanceledException) when (app.ApplicationStopping.IsCancellationRequested)
        {
            return CasefileReading.NotAsked;
        }
        catch (PenneoException e)
        {
            LogNotRead(e, id);
            return new CasefileReading(null, IsRefused: e is { IsSignIn: false, IsWebPage: false, Status: HttpStatusCode.Forbidden or HttpStatusCode.NotFound });
        }
        catch (Exception e)
        {
            // Whatever it is, the page goes on without it.
            LogFailed(e, id);
            return CasefileReading.NotAsked;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Penneo did not show casefile {Casefile}")]
    private partial void LogNotRead(Exception e, long casefile);

    [LoggerMessage(LogLevel.Warning, "Casefile {Casefile} could not be asked for at Penneo")]
    private partial void LogFailed(Exception e, long casefile);

    private sealed class Entry(long id)
    {
        public long Id => id;

        public Task<CasefileReading> Reading { get; set; } = default!;

        /// <summary>Null while it is read.</summary>
        public DateTimeOffset? Until { get; set; }
    }
}
