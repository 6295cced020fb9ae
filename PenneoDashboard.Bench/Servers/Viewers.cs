using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PenneoDashboard.Events;
using PenneoDashboard.Timeline;

namespace PenneoDashboard.Bench.Servers;

/// <summary>
/// Open timelines inside the real app's process, without their browsers: each has the view state that a page renders, driven
/// as the page drives it. The app's process loads this through <c>DOTNET_STARTUP_HOOKS</c>.
/// </summary>
internal sealed class Viewers
{
    private const string CountVariable = "PENNEO_BENCH_VIEWERS";
    private const string EventsVariable = "PENNEO_BENCH_EVENTS";
    private const string FileVariable = "PENNEO_BENCH_SEEN";
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    private readonly List<Viewer> _viewers = [];
    private readonly int _count = int.Parse(Environment.GetEnvironmentVariable(CountVariable)!, CultureInfo.InvariantCulture);
    private readonly int _events = int.Parse(Environment.GetEnvironmentVariable(EventsVariable)!, CultureInfo.InvariantCulture);
    private readonly string _file = Environment.GetEnvironmentVariable(FileVariable)!;

    /// <summary>What to set for the app's process so that it has viewers.</summary>
    /// <param name="file">Where they write, when the app stops, when each saw each sequence.</param>
    public static IReadOnlyDictionary<string, string> Settings(int count, long events, string file) => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(Viewers).Assembly.Location,
        [CountVariable] = count.ToString(CultureInfo.InvariantCulture),
        [EventsVariable] = events.ToString(CultureInfo.InvariantCulture),
        [FileVariable] = file,
    };

    /// <summary>Stopwatch's, by viewer and sequence; 0 for what a viewer did not see.</summary>
    public static IReadOnlyList<long[]> Read(string file, int count)
    {
        var all = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(file));
        var each = all.Length / count;
        var seen = new List<long[]>();
        for (var i = 0; i < count; i++)
            seen.Add(all.Slice(i * each, each).ToArray());
        return seen;
    }

    /// <summary>Called before the app's own code runs.</summary>
    public static void Attach()
    {
        var viewers = new Viewers();
        DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.Extensions.Hosting")
                listener.Subscribe(new Observer<KeyValuePair<string, object?>>(viewers.OnHosting));
        }));
    }

    private void OnHosting(KeyValuePair<string, object?> happened)
    {
        if (happened is not { Key: "HostBuilt", Value: IHost host })
            return;
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(() => Start(host.Services));
        lifetime.ApplicationStopping.Register(Stop);
    }

    private void Start(IServiceProvider services)
    {
        for (var i = 0; i < _count; i++)
        {
            var viewer = new Viewer(ActivatorUtilities.CreateInstance<TimelineReader>(services), new long[_events + 1]);
            _viewers.Add(viewer);
            _ = Task.Run(viewer.StartAsync);
        }
    }

    private void Stop()
    {
        // Those who lag behind get time to catch up; what they did not see by then counts as unseen.
        SpinWait.SpinUntil(() => _viewers.TrueForAll(x => x.HasSeenAll), LastPatience);
        using var file = File.Create(_file);
        foreach (var viewer in _viewers)
        {
            viewer.Reader.Dispose();
            file.Write(MemoryMarshal.AsBytes(viewer.SeenAt.AsSpan()));
        }
    }

    private sealed class Viewer(TimelineReader reader, long[] seenAt)
    {
        private long _last;

        public TimelineReader Reader => reader;

        public long[] SeenAt => seenAt;

        public bool HasSeenAll => Volatile.Read(ref _last) == seenAt.Length - 1;

        public Task StartAsync() => reader.StartAsync(EventFilter.All, work => work(), Changed);

        // Where the page would render.
        private void Changed()
        {
            var now = Stopwatch.GetTimestamp();
            for (; _last < Math.Min(reader.View.LastSequence, seenAt.Length - 1); _last++)
                seenAt[_last + 1] = now;
        }
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => next(value);
    }
}
