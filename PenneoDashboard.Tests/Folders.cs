using System.Runtime.CompilerServices;

namespace PenneoDashboard.Tests;

/// <summary>Where things lie in the source checkout.</summary>
internal static class Folders
{
    /// <summary>The repository's root.</summary>
    public static readonly string Root = Path.GetFullPath(Path.Combine(Here(), ".."));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <summary>A new folder below the system's temporary one, deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = TestApp.NewFolder();

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
