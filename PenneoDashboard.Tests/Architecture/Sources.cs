using System.Text.RegularExpressions;

namespace PenneoDashboard.Tests.Architecture;

/// <summary>The C# and Razor files as they stand in the checkout, by path from its root.</summary>
internal static partial class Sources
{
    public static readonly IReadOnlyList<(string Path, string[] Lines)> Product = Read("PenneoDashboard");

    public static readonly IReadOnlyList<(string Path, string[] Lines)> Tests = Read("PenneoDashboard.Tests");

    private static IReadOnlyList<(string Path, string[] Lines)> Read(string project) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Folders.Root, project), "*", SearchOption.AllDirectories)
            .Select(x => Path.GetRelativePath(Folders.Root, x).Replace('\\', '/'))
            .Where(x => Path.GetExtension(x) is ".cs" or ".razor" && !Generated().IsMatch(x))
            .Select(x => (x, File.ReadAllLines(Path.Combine(Folders.Root, x)))),
    ];

    [GeneratedRegex("/(bin|obj|Migrations)/")]
    private static partial Regex Generated();
}
