using System.CommandLine;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Options that several runs take.</summary>
internal static class RunOptions
{
    public static Option<string> App() => new("--app")
    {
        Description = "The PenneoDashboard.dll to measure, for example a published one or that of another version.",
        DefaultValueFactory = _ => Product.BuiltDll,
    };

    public static Option<string> Folder() => new("--folder")
    {
        Description = "Where the data folders are made and deleted again; name one on the disk that you mean to measure.",
        DefaultValueFactory = _ => Path.GetTempPath(),
    };

    public static Option<int> Casefiles() => Number("--casefiles", EventMix.UsualCasefiles, "How many casefiles are under way at once; each event is of any of them.");

    public static Option<double> Seconds(string name, double usual, string what) => new(name) { Description = what, DefaultValueFactory = _ => usual };

    public static Option<int> Number(string name, int usual, string what) => new(name) { Description = what, DefaultValueFactory = _ => usual };
}
