namespace PenneoDashboard.Bench.Servers;

/// <summary>A new folder for one measurement, deleted on disposal.</summary>
internal sealed class DataFolder(string below) : IDisposable
{
    public string Path { get; } = Create(below);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Create(string below)
    {
        var path = System.IO.Path.Combine(below, "penneo-dashboard-bench-" + Guid.NewGuid().ToString("N"));
        return Directory.CreateDirectory(path).FullName;
    }
}
