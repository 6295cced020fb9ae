using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace PenneoDashboard.Tests;

/// <summary>A disk of its own of a few MiB, to be filled up and made read-only.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _mounts;

    private SmallDisk(int mebibytes)
    {
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m"), "penneo-dashboard-test", _folder.Path);
        _mounts++;
    }

    public string Path => _folder.Path;

    private string Filler => _folder.File("filler");

    /// <summary>Skips the test where nobody may mount one.</summary>
    public static SmallDisk Mount(int mebibytes = 24)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "It mounts a disk of its own, which only root may do.");
        return new SmallDisk(mebibytes);
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // No room for another page.
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    /// <summary>What is opened from now on can't be written to.</summary>
    public void MakeReadOnly()
    {
        // The kernel makes no disk read-only on which files are open for writing, so a second view of it is laid above.
        Run("mount", "--bind", Path, Path);
        _mounts++;
        Run("mount", "-o", "remount,bind,ro", Path);
        ConnectionPools.Clear(System.IO.Path.Combine(Path, "penneo-dashboard.db"));
    }

    public void MakeWritable() => Run("mount", "-o", "remount,bind,rw", Path);

    public void Dispose()
    {
        ConnectionPools.Clear(System.IO.Path.Combine(Path, "penneo-dashboard.db"));
        for (; _mounts > 0; _mounts--)
            Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        // Root inside a container may be without this right.
        Assert.SkipWhen(process.ExitCode != 0 && (error.Contains("permission denied", StringComparison.OrdinalIgnoreCase) || error.Contains("not permitted", StringComparison.OrdinalIgnoreCase)), $"{program}: {error}");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
    }
}
