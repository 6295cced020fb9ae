using System.Collections.Concurrent;

namespace PenneoDashboard.Events.Export;

/// <summary>The exports that pages have asked for, by their ids, from the click until the page lets go of them.</summary>
public sealed class Exports(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ExportJob> _jobs = [];

    public ExportJob Start(EventFilter filter, ExportFormat format)
    {
        var job = new ExportJob(filter, format, time);
        _jobs[job.Id] = job;
        return job;
    }

    /// <summary>Hands a waiting export to whoever fetches it; null for one that is unknown, under way or over.</summary>
    public ExportJob? Take(string id) => _jobs.TryGetValue(id, out var job) && job.TryBegin() ? job : null;

    /// <summary>Nobody watches it any more; one that runs is finished all the same.</summary>
    public void Forget(ExportJob job) => _jobs.TryRemove(job.Id, out _);
}
