using System.Diagnostics;
using System.Globalization;

namespace PenneoDashboard.Bench.Servers;

/// <summary>A file system of its own in memory, small enough to be filled. Only root can mount it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DataFolder _mountPoint;
    private readonly byte[] _filling = new byte[64 * 1024];

    private SmallDisk(DataFolder mountPoint) => _mountPoint = mountPoint;

    public string Data => System.IO.Path.Combine(_mountPoint.Path, "data");

    private string Filler => System.IO.Path.Combine(_mountPoint.Path, "filler");

    /// <exception cref="InvalidOperationException">It can't be mounted.</exception>
    public static SmallDisk Mount(string below, int megabytes)
    {
        var mountPoint = new DataFolder(below);
        try
        {
            Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "penneo-dashboard-bench", mountPoint.Path);
        }
        catch
        {
            mountPoint.Dispose();
            throw;
        }

        return new SmallDisk(mountPoint);
    }

    /// <summary>Takes all the room there is.</summary>
    /// <returns>Bytes taken.</returns>
    public long Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = _filling.Length; size >= 1; size /= 2)
        {
            try
            {
                while (true)
                    file.Write(_filling, 0, size);
            }
            catch (IOException)
            {
                // Full for a piece of this size; smaller ones may still fit.
            }
        }

        return file.Length;
    }

    public void GiveBack() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", _mountPoint.Path);
        _mountPoint.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {error.Trim()}");
    }
}
