using System.Text.Json;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>Reads and writes <see cref="SimulatorOptions.StateFile"/>.</summary>
public sealed class SimulatorStateFile(
    IOptions<SimulatorOptions> options,
    TimeProvider time,
    ILogger<SimulatorStateFile> logger)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _path = options.Value.StateFile;

    /// <summary>The saved state; the initial one when there is none or it can't be read, which moves the file aside.</summary>
    public SimulatorState Load()
    {
        if (_path.Length == 0 || !File.Exists(_path))
            return SimulatorState.Initial;
        try
        {
            var state = JsonSerializer.Deserialize<SimulatorState>(File.ReadAllBytes(_path), Json);
            if (state is { Subscriptions: not null, Current: not null, Switches.Chaos: not null, Casefiles: not null }
                && state.Switches.Chaos.Validate().Count == 0
                && !state.Casefiles.Any(x => x?.Title is null || x.Signers is null || x.Lines is null)
                && !state.Subscriptions.Any(x => x?.Topic is null || x.Endpoint is null || x.Token is null)
                && !state.Current.Any(x => x?.Id is null || x.Endpoint is null || x.EventTypes is null || x.Secret is null))
            {
                return state;
            }

            MoveAside(null);
        }
        catch (JsonException exception)
        {
            MoveAside(exception);
        }
        return SimulatorState.Initial;
    }

    /// <summary>Replaces the file in one step, so a crash leaves either the old state or the new one.</summary>
    public void Save(SimulatorState state)
    {
        if (_path.Length == 0)
            return;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(_path)) is { } directory)
                Directory.CreateDirectory(directory);
            var temporary = _path + ".tmp";
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(stream, state, Json);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A demo on a full or read-only disk goes on; only the next start will have forgotten.
            logger.LogError(exception, "The simulator's state could not be saved to {Path}; a restart will lose it", _path);
        }
    }

    private void MoveAside(Exception? exception)
    {
        var aside = FormattableString.Invariant($"{_path}.broken-{time.GetUtcNow():yyyyMMddHHmmssfff}");
        File.Move(_path, aside, overwrite: true);
        logger.LogWarning(exception, "The simulator's state in {Path} can't be read; it starts afresh and keeps the file as {Aside}", _path, aside);
    }
}
