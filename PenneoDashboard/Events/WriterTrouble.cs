using Microsoft.Data.Sqlite;
using PenneoDashboard.Data;
using SQLitePCL;

namespace PenneoDashboard.Events;

/// <summary>Why deliveries are not being stored.</summary>
/// <param name="Since">UTC; when the first of an unbroken run of failures was seen.</param>
/// <param name="Code">SQLite's, where the reason is its.</param>
internal sealed record WriterProblem(string Reason, DateTimeOffset Since, int? Code = null);

/// <summary>What the writer can't do at the moment, told to the health check and, not too often, to the log.</summary>
internal sealed partial class WriterTrouble(TimeProvider time, ILogger<EventWriter> logger)
{
    // A disk that is full fails hundreds of batches a second, and the log may lie on the same disk.
    private static readonly TimeSpan LogEvery = TimeSpan.FromSeconds(10);

    private WriterProblem? _current;
    private long? _loggedAt;
    private string? _logged;
    private long _failed;

    public WriterProblem? Current => Volatile.Read(ref _current);

    /// <summary>True when every row would be refused alike.</summary>
    public static bool IsOfTheDatabase(Exception e) => e.GetBaseException() is DatabaseGoneException || Code(e)
        is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT
        or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_NOTADB;

    public void Set(Exception e) => Set(e.GetBaseException().Message, Code(e));

    public void Set(string reason, int? code = null) =>
        Volatile.Write(ref _current, new WriterProblem(reason, Current?.Since ?? time.GetUtcNow(), code));

    public void Clear(WriterProblem problem) => Interlocked.CompareExchange(ref _current, null, problem);

    /// <summary>A batch was stored.</summary>
    public void Over()
    {
        Volatile.Write(ref _current, null);
        if (_failed > 0)
            LogOver(_failed);
        (_failed, _loggedAt, _logged) = (0, null, null);
    }

    /// <summary>Called by the writer's loop only.</summary>
    public void Log(Exception e, int count)
    {
        _failed++;
        var reason = e.GetBaseException().Message;
        if (reason == _logged && _loggedAt is { } at && time.GetElapsedTime(at) < LogEvery)
            return;
        (_loggedAt, _logged) = (time.GetTimestamp(), reason);
        LogFailed(e, count);
    }

    private static int? Code(Exception e) => (e.GetBaseException() as SqliteException)?.SqliteErrorCode;

    [LoggerMessage(LogLevel.Error, "A batch of {Count} deliveries was not stored at once")]
    private partial void LogFailed(Exception e, int count);

    [LoggerMessage(LogLevel.Information, "Deliveries are stored again, after {Failed} batches that were not stored at once")]
    private partial void LogOver(long failed);
}
