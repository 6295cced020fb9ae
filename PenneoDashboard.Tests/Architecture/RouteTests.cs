using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace PenneoDashboard.Tests.Architecture;

/// <summary>Every public route stands with its role in a list that is read in review: a new one shows.</summary>
public sealed class RouteTests
{
    [Fact]
    public async Task Routes_AreThoseApproved()
    {
        await using var app = new TestApp();
        var routes = Routes.Of(app)
            .Select(x => $"{Methods(x)} /{x.RoutePattern.RawText!.Trim('/')} {Routes.RoleOf(x)?.ToString() ?? "Anyone"}")
            .Where(x => !IsAsset(x.Split(' ')[1]))
            .Distinct().Order(StringComparer.Ordinal);
        var found = string.Join('\n', routes) + "\n";

        var approved = Path.Combine(Folder(), "Routes.approved.txt");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            await File.WriteAllTextAsync(approved, found, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken), found);
    }

    private static string Methods(RouteEndpoint endpoint) =>
        string.Join(',', (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).Order());

    // Files of the packages and of wwwroot, with a hash in their names.
    private static bool IsAsset(string route) =>
        route.Contains("_content/", StringComparison.Ordinal) || route.Contains("_framework/", StringComparison.Ordinal)
        || Path.GetExtension(route) is ".css" or ".js" or ".svg" or ".gz" or ".br" or ".png" or ".map";

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
