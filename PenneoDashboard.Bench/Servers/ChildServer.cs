using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PenneoDashboard.Bench.Load;

namespace PenneoDashboard.Bench.Servers;

/// <summary>A server as a process of its own; killed on disposal if it still runs.</summary>
internal sealed partial class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildServer(Process process) => _process = process;

    /// <summary>Stopwatch's, when the process was started.</summary>
    public long StartedAt { get; private set; }

    public int ProcessId => _process.Id;

    /// <param name="dll">What <c>dotnet</c> runs.</param>
    public static ChildServer Start(string dll, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var info = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(x => (string)x.Key).Where(IsNotForChildren))
            info.Environment.Remove(name);
        foreach (var (name, value) in settings)
            info.Environment[name] = value;
        var child = new ChildServer(new Process { StartInfo = info });
        child.Run();
        return child;
    }

    /// <summary>The address it listens on, as soon as it does.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public async Task<string> ListeningAsync(CancellationToken cancellationToken)
    {
        var ended = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(_listening.Task, ended).WaitAsync(Patience, cancellationToken) == ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"The server ended with {_process.ExitCode} instead of listening.\n{Output()}");
        }

        return await _listening.Task;
    }

    /// <summary>What it said so far.</summary>
    public string Output()
    {
        lock (_output)
            return _output.ToString();
    }

    /// <summary>Resident memory in MB; <c>VmRSS</c> now or <c>VmHWM</c> at most.</summary>
    public double Memory(string field = "VmRSS")
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(x => x.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Processor time that it uses while something runs, from a moment of it on; null when it ends before that.</summary>
    public async Task<CpuUse?> CpuAsync(Task whileRunning, TimeSpan from)
    {
        if (await Task.WhenAny(whileRunning, Task.Delay(from)) == whileRunning)
            return null;
        var (before, since) = (Cpu(), Stopwatch.GetTimestamp());
        await whileRunning;
        return new CpuUse(Cpu() - before, Stopwatch.GetElapsedTime(since));
    }

    /// <summary>Asks it to end, as a service manager does, and waits for it.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"The server stopped with {_process.ExitCode}.\n{Output()}");
    }

    /// <summary>Ends it at once, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    // Whoever measures may have these set for a use of their own.
    private static bool IsNotForChildren(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith(OneThread.Prefix, StringComparison.Ordinal)
        || name is "DOTNET_ENVIRONMENT" or "URLS" || name.Contains("__", StringComparison.Ordinal);

    private TimeSpan Cpu()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        StartedAt = Stopwatch.GetTimestamp();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
        if (line is not null && Listening().Match(line) is { Success: true } match)
            _listening.TrySetResult(match.Groups[1].Value);
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}

/// <summary>Processor time, and the time it was used in.</summary>
internal sealed record CpuUse(TimeSpan Used, TimeSpan Elapsed)
{
    public double Cores => Used / Elapsed;
}
