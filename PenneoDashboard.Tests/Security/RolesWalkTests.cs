using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using PenneoDashboard.Security;
using PenneoDashboard.Tests.Architecture;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>
/// Every route and hub method as nobody and as each role, over HTTP. Which role a route asks for stands in
/// <c>Routes.approved.txt</c>; here it is tried.
/// </summary>
public sealed partial class RolesWalkTests(RolesWalkTests.Doors fixture) : IClassFixture<RolesWalkTests.Doors>
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    public async Task EveryRoute_IsOpen_ToItsRoleAndThoseAbove_Only(Role? role)
    {
        var wrong = new List<string>();
        var tried = 0;
        foreach (var route in Routes.Of(fixture.App))
        {
            var least = Routes.RoleOf(route);
            if (least is null)
                continue;
            foreach (var method in MethodsOf(route))
            {
                tried++;
                var status = await TryAsync(method, PathOf(route), role);
                var isIn = status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Redirect);
                if (isIn != (role >= least))
                    wrong.Add($"{method} {route.RoutePattern.RawText} as {role?.ToString() ?? "nobody"}: {(int)status}, asks for {least}");
            }
        }

        Assert.True(tried > 60, $"Only {tried} routes were found.");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(Role.Viewer, true)]
    [InlineData(Role.Operator, true)]
    [InlineData(Role.Administrator, true)]
    public async Task TheHub_StreamsToThoseWithARole(Role? role, bool isOpen)
    {
        var token = role is { } some ? await Visitor.MakeTokenAsync(fixture.App, some) : null;
        await using var hub = new HubConnectionBuilder().WithUrl($"{fixture.App.BaseUrl}/hubs/events", x => x.AccessTokenProvider = () => Task.FromResult(token)).Build();
        if (!isOpen)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync(Cancel))).StatusCode);
            return;
        }

        await hub.StartAsync(Cancel);
        var door = await fixture.Client.SubscribeAsync();
        await fixture.Client.StoreAsync(door, Messages.Casefile(fixture.NewId()));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var _ in hub.StreamAsync<JsonElement>("Stream", null, 0L, patience.Token))
            return;
        Assert.Fail("The stream ended.");
    }

    private static IEnumerable<string> MethodsOf(RouteEndpoint route)
    {
        var methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? Methods;

        // A page's form posts need its token, and a page without a form takes none.
        return route.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is null ? methods : ["GET"];
    }

    private static string PathOf(RouteEndpoint route) => "/" + Hole().Replace(route.RoutePattern.RawText!.Trim('/'), x => x.Value switch
    {
        { } hole when hole.Contains(":long", StringComparison.Ordinal) || hole.Contains(":int", StringComparison.Ordinal) => "987654",
        { } hole when hole.Contains("**", StringComparison.Ordinal) => "none.none",
        _ => "none",
    });

    // Programs' routes as a program with a token, pages as a browser with a session.
    private async Task<HttpStatusCode> TryAsync(string method, string path, Role? role)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(fixture.App.BaseUrl) };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        if (IsForPrograms(path))
        {
            if (role is { } some)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Tokens[some]);
        }
        else if (role is { } person)
        {
            request.Headers.Add("Cookie", fixture.Sessions[person]);
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return answer.StatusCode;
    }

    private static bool IsForPrograms(string path) =>
        path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/hubs/", StringComparison.Ordinal)
        || (path.StartsWith("/simulator/", StringComparison.Ordinal) && !path.Equals("/simulator", StringComparison.Ordinal));

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();

    /// <summary>A token and a session for each role.</summary>
    public sealed class Doors : AppFixture
    {
        public Dictionary<Role, string> Tokens { get; } = [];

        public Dictionary<Role, string> Sessions { get; } = [];

        public override async ValueTask InitializeAsync()
        {
            foreach (var role in Enum.GetValues<Role>().OrderDescending())
            {
                Tokens[role] = await Visitor.MakeTokenAsync(App, role);
                await Visitor.MakeUserAsync(App, role.ToString(), role);
                using var visitor = new Visitor(App.BaseUrl);
                (await visitor.SignInAsync(role.ToString(), Visitor.Password)).Dispose();
                Sessions[role] = string.Join("; ", visitor.Cookies.GetAllCookies().Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Name}={x.Value}")));
            }
        }
    }
}
