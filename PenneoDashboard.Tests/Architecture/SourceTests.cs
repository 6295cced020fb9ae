using System.Text.RegularExpressions;
using Xunit;

namespace PenneoDashboard.Tests.Architecture;

/// <summary>Rules of style that only the text of the sources shows.</summary>
public sealed partial class SourceTests
{
    private static readonly IReadOnlyList<(string Path, string[] Lines)> Product = Sources.Product;
    private static readonly IReadOnlyList<(string Path, string[] Lines)> Tests = Sources.Tests;

    [Fact]
    public void Files_StayShort()
    {
        Assert.Empty(TooLong(Product, ".cs", 199));
        Assert.Empty(TooLong(Product, ".razor", 149));
        Assert.Empty(TooLong(Tests, ".cs", 399));
        Assert.Empty(TooLong(Product, "/Program.cs", 60));
    }

    [Fact]
    public void CodeInRazor_StaysShort() =>
        Assert.Empty(Product.Where(x => x.Path.EndsWith(".razor", StringComparison.Ordinal))
            .Select(x => (x.Path, Lines: x.Lines.SkipWhile(line => !line.StartsWith("@code", StringComparison.Ordinal)).Count()))
            .Where(x => x.Lines > 42).Select(x => x.Path));

    [Fact]
    public void Clock_IsAskedThroughTimeProvider() => Assert.Empty(Lines(Product, Clock()).Concat(Lines(Product, NewTimer())));

    [Fact]
    public void Tests_DoNotSleep() => Assert.Empty(Lines(Tests, Sleep()));

    [Fact]
    public void PenneosAddresses_AreKnownToOneFolder() =>
        Assert.Empty(Lines(Product.Where(x => !x.Path.StartsWith("PenneoDashboard/Penneo/", StringComparison.Ordinal)), PenneoAddress()));

    [Fact]
    public void Simulator_IsReferencedByProgramOnly() =>
        Assert.Empty(Lines(Product.Where(x => !x.Path.StartsWith("PenneoDashboard/Simulator/", StringComparison.Ordinal) && x.Path != "PenneoDashboard/Program.cs"), SimulatorNamespace()));

    [Fact]
    public void Texts_OfStrangers_NeverBecomeMarkup() => Assert.Empty(Lines(Product, Markup()));

    [Fact]
    public void Comments_PromiseNothing() => Assert.Empty(Lines(Product.Concat(Tests), Promise()));

    [Fact]
    public void Namespaces_AreTheFolders() =>
        Assert.Empty(Product.Concat(Tests).Where(x => x.Path.EndsWith(".cs", StringComparison.Ordinal))
            .Where(x => x.Lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal)) is { } found
                && found != $"namespace {Path.GetDirectoryName(x.Path)!.Replace('/', '.')};")
            .Select(x => x.Path));

    private static IEnumerable<string> TooLong(IEnumerable<(string Path, string[] Lines)> files, string extension, int most) =>
        files.Where(x => x.Path.EndsWith(extension, StringComparison.Ordinal) && x.Lines.Length > most).Select(x => $"{x.Path}: {x.Lines.Length} lines, at most {most}");

    private static IEnumerable<string> Lines(IEnumerable<(string Path, string[] Lines)> files, Regex pattern) =>
        files.Where(x => !x.Path.EndsWith("/SourceTests.cs", StringComparison.Ordinal))
            .SelectMany(x => x.Lines.Select((line, i) => (line, Text: $"{x.Path}:{i + 1}: {line.Trim()}"))).Where(x => pattern.IsMatch(x.line)).Select(x => x.Text);

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|\bStopwatch\.|Environment\.TickCount")]
    private static partial Regex Clock();

    [GeneratedRegex(@"new (System\.Threading\.)?Timer\(|new PeriodicTimer\([^,]*\);|Task\.Delay\([^,]*(, *\w*[cC]ancel\w*)?\)")]
    private static partial Regex NewTimer();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay\((?!Timeout\.Infinite)")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"penneo\.(com|cloud)", RegexOptions.IgnoreCase)]
    private static partial Regex PenneoAddress();

    [GeneratedRegex(@"(using|@using) PenneoDashboard\.Simulator|PenneoDashboard\.Simulator\.")]
    private static partial Regex SimulatorNamespace();

    [GeneratedRegex("MarkupString|AddMarkupContent")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Promise();
}
