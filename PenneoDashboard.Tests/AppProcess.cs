using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace PenneoDashboard.Tests;

/// <summary>How to start the app as a process of its own. Its port is a free one unless the arguments or the environment say otherwise.</summary>
public sealed record AppStart
{
    /// <summary>The build output of the app itself, in the configuration the tests were built in.</summary>
    public static readonly string BuiltDll = Path.Combine(
        Folders.Root, "PenneoDashboard", "bin", Path.GetRelativePath(Path.Combine(Folders.Root, "PenneoDashboard.Tests", "bin"), AppContext.BaseDirectory), "PenneoDashboard.dll");

    public string Dll { get; init; } = BuiltDll;

    /// <summary>What runs the program; for one with limits of its own.</summary>
    public IReadOnlyList<string> Runner { get; init; } = ["dotnet"];

    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    public IReadOnlyList<string> Arguments { get; init; } = ["--urls", "http://127.0.0.1:0"];

    public Dictionary<string, string> Environment { get; init; } = [];
}

/// <summary>The app as a process of its own; killed on disposal if it still runs.</summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(Process process) => _process = process;

    public string Output => Read(_output);

    public string Error => Read(_error);

    public static AppProcess Start(AppStart start)
    {
        var info = new ProcessStartInfo(start.Runner[0], [.. start.Runner.Skip(1), start.Dll, .. start.Arguments])
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Whoever runs the tests may have these set for a use of their own.
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(x => (string)x.Key))
        {
            if (name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name is "DOTNET_ENVIRONMENT" or "URLS" || name.Contains("__", StringComparison.Ordinal))
                info.Environment.Remove(name);
        }

        info.Environment["Security__AutomationToken"] = TestApp.Token;
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        var app = new AppProcess(new Process { StartInfo = info });
        app.Run();
        return app;
    }

    /// <summary>The address it listens on, as soon as it does.</summary>
    public async Task<string> ListeningAsync()
    {
        var first = await Task.WhenAny(_listening.Task, _process.WaitForExitAsync()).WaitAsync(Patience);
        Assert.True(first == _listening.Task, $"It ended with {(_process.HasExited ? _process.ExitCode : 0)} instead of listening.\n{Output}\n{Error}");
        return await _listening.Task;
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as a service manager does, and waits for it.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await ExitCodeAsync();
    }

    /// <summary>Ends it at once, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
        if (line is not null && Listening().Match(line) is { Success: true } match)
            _listening.TrySetResult(match.Groups[1].Value);
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
