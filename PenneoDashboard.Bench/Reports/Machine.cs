using System.Runtime.InteropServices;

namespace PenneoDashboard.Bench.Reports;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(int Cores, string Cpu, long MemoryMegabytes, string Runtime, string System, string FileSystem)
{
    /// <param name="folder">Where the data lies.</param>
    public static Machine Of(string folder) => new(
        Environment.ProcessorCount,
        Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        new DriveInfo(folder).DriveFormat);

    private static string? Line(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(x => x.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
}
