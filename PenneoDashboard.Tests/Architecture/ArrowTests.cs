using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Xunit;
using Type = System.Type;

namespace PenneoDashboard.Tests.Architecture;

/// <summary>Which feature may know which. A new arrow shows here, and is argued for in review.</summary>
public sealed partial class ArrowTests
{
    private const string Root = "PenneoDashboard.";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        // Texts are everywhere; what the language needs is nothing of theirs.
        ["Language"] = [],
        ["Data"] = [],

        // Whatever does something writes it down, so it must know nobody.
        ["Audit"] = ["Data"],
        ["Security"] = ["Audit", "Data"],

        // Who reads decides what a query shows.
        ["Penneo"] = ["Audit", "Data", "Security"],
        ["Events"] = ["Audit", "Data", "Penneo", "Security"],
        ["Live"] = ["Events", "Security"],
        ["Subscriptions"] = ["Audit", "Data", "Events", "Penneo", "Security", "Shared"],
        ["Webhooks"] = ["Data", "Events", "Penneo", "Subscriptions"],
        ["Rejected"] = ["Audit", "Data", "Events", "Penneo", "Security", "Shared", "Subscriptions", "Webhooks"],
        ["Api"] = ["Audit", "Events", "Penneo", "Rejected", "Security", "Subscriptions"],
        ["Shared"] = ["Events", "Penneo", "Security"],

        // Pages read through the query classes of Events, never from the database itself.
        ["Timeline"] = ["Events", "Live", "Penneo", "Security", "Shared"],
        ["Casefiles"] = ["Events", "Live", "Penneo", "Security", "Shared"],
        ["History"] = ["Data", "Events", "Live", "Penneo", "Security", "Shared", "Subscriptions"],
        ["Overview"] = ["Events", "Live", "Penneo", "Security", "Shared", "Subscriptions"],
        ["Settings"] = ["Audit", "Events", "Live", "Penneo", "Security", "Shared", "Subscriptions"],

        // It reaches the app over HTTP, as Penneo does.
        ["Simulator"] = ["Shared"],
    };

    private static readonly ArchUnitNET.Domain.Architecture App = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    private static IEnumerable<(IType Type, string Feature)> Types =>
        App.Types.Select(x => (Type: x, Feature: FeatureOf(x))).Where(x => x.Feature is not null).Select(x => (x.Type, x.Feature!));

    [Fact]
    public void Features_KnowOnlyWhatTheyMay()
    {
        var arrows = Types
            .SelectMany(x => x.Type.Dependencies.Select(d => (From: x.Feature, To: FeatureOf(d.Target), Words: $"{x.Type.FullName} knows {d.Target.FullName}")))
            .Where(x => x.To is not null && x.To != x.From)
            .ToList();

        Assert.All(Types.Select(x => x.Feature).Distinct(), x => Assert.True(Allowed.ContainsKey(x), $"{x} is a new feature: say what it may know."));
        Assert.Empty(arrows.Where(x => x.To != "Language" && !Allowed[x.From].Contains(x.To)).Select(x => x.Words).Distinct().Order());

        // The loader does see what methods and lambdas use; without that the test would hold by itself.
        Assert.Contains(arrows, x => (x.From, x.To) == ("Webhooks", "Subscriptions"));
        Assert.Contains(arrows, x => (x.From, x.To) == ("Api", "Subscriptions"));
    }

    [Fact]
    public void Usings_NameOnlyWhatMayBeKnown() =>

        // Constants leave no trace in the compiled code.
        Assert.Empty(Sources.Product
            .Select(x => (x.Path, x.Lines, Feature: x.Path.Split('/')[1]))
            .Where(x => Allowed.ContainsKey(x.Feature))
            .SelectMany(x => x.Lines.Select(line => (x.Path, x.Feature, To: Using().Match(line).Groups["feature"].Value)))
            .Where(x => x.To.Length > 0 && x.To != x.Feature && x.To != "Language" && !Allowed[x.Feature].Contains(x.To))
            .Select(x => $"{x.Path} uses {x.To}"));

    [Fact]
    public void Arrows_HaveNoCircle()
    {
        // Shared shows Penneo's and the log's words, and pages of any feature use it; it leads back to none of them.
        var left = Allowed.ToDictionary(x => x.Key, x => x.Value.ToHashSet());
        while (left.FirstOrDefault(x => !x.Value.Overlaps(left.Keys)) is { Key: { } free })
            left.Remove(free);
        Assert.Empty(left.Keys);
    }

    [Fact]
    public void RowsOfTheLog_AreKnownWhereTheyAreWrittenAndRead()
    {
        string[] rows = ["StoredEvent", "StoredDelivery", "CasefileRow", "SignerRow", "EventCount"];
        Assert.Empty(Types.Where(x => x.Feature is not ("Events" or "Data"))
            .SelectMany(x => x.Type.Dependencies.Where(d => rows.Any(row => d.Target.FullName == $"{Root}Events.{row}")).Select(d => $"{x.Type.FullName} knows {d.Target.Name}")));
    }

    [Fact]
    public void Classes_AreSealed_UnlessInheritedFrom()
    {
        var types = typeof(Program).Assembly.GetTypes().Where(x => x.Namespace?.StartsWith("PenneoDashboard", StringComparison.Ordinal) == true).ToList();
        var bases = types.Select(x => x.BaseType).OfType<Type>().Select(x => x.IsGenericType ? x.GetGenericTypeDefinition() : x).ToHashSet();
        Assert.Empty(types.Where(x => x is { IsClass: true, IsSealed: false, IsAbstract: false }
                && !bases.Contains(x)
                && !IsGenerated(x)).Select(x => x.FullName));
    }

    // Razor makes partial classes that nothing can be said about, EF Core makes the migrations.
    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false)
        || type.Namespace!.EndsWith(".Migrations", StringComparison.Ordinal)
        || typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type)
        || type.Name == "_Imports"
        || type.Name.Contains('<', StringComparison.Ordinal)
        || (type.IsNested && IsGenerated(type.DeclaringType!));

    [GeneratedRegex(@"^\s*@?using (static )?PenneoDashboard\.(?<feature>\w+)")]
    private static partial Regex Using();

    private static string? FeatureOf(IType type) =>
        type.FullName.StartsWith(Root, StringComparison.Ordinal) && type.FullName[Root.Length..].Split('.', 2) is [var feature, _] && type.Name != "_Imports" ? feature : null;
}
