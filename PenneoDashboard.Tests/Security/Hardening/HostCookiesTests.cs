using Microsoft.AspNetCore.Http;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Hardening;
using Xunit;

namespace PenneoDashboard.Tests.Security.Hardening;

public sealed class HostCookiesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https", "", "__Host-session=")]
    [InlineData("http", "", "session=")]
    [InlineData("https", "/below", "session=")]
    public void Name_IsTheHosts_WhereBrowsersTakeIt(string scheme, string below, string begins)
    {
        var http = new DefaultHttpContext { Request = { Scheme = scheme, PathBase = below } };
        var cookies = new HostCookies();

        cookies.AppendResponseCookie(http, "session", "value", new CookieOptions { Secure = true, Path = "/" });
        Assert.StartsWith(begins, http.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);

        // And it is found again under that name, and deleted under it.
        http.Request.Headers.Cookie = begins + "value";
        Assert.Equal("value", cookies.GetRequestCookie(http, "session"));
        http.Response.Headers.Clear();
        cookies.DeleteCookie(http, "session", new CookieOptions { Secure = true, Path = "/" });
        Assert.StartsWith(begins + ";", http.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_ByHttps_LeavesSecureCookiesOnly()
    {
        await using var app = new TestApp(new() { ["ForwardedHeaders:KnownProxies"] = "127.0.0.1" });
        await Visitor.MakeUserAsync(app, "somebody", Role.Viewer);
        using var handler = new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(app.BaseUrl) };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await http.GetAsync("/sign-in", Cancel);
        var forged = Cookies(page).Single(x => x.Contains("Antiforgery", StringComparison.Ordinal));
        var token = (await page.Content.ReadAsStringAsync(Cancel)).Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        http.DefaultRequestHeaders.Add("Cookie", forged.Split(';')[0]);

        using var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = token,
            ["Input.Name"] = "somebody",
            ["Input.Password"] = Visitor.Password,
        }), Cancel);

        var session = Cookies(answer).Single(x => x.Contains("Identity.Application", StringComparison.Ordinal));
        Assert.StartsWith("__Host-", session, StringComparison.Ordinal);
        Assert.Contains("; samesite=lax", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", forged, StringComparison.OrdinalIgnoreCase);
        Assert.All([forged, session], x => Assert.Contains("; secure", x, StringComparison.OrdinalIgnoreCase));
        Assert.All([forged, session], x => Assert.Contains("; httponly", x, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void PlantedCookie_OfThePlainName_IsNotTaken_OverHttps()
    {
        var http = new DefaultHttpContext { Request = { Scheme = "https" } };
        http.Request.Headers.Cookie = "session=planted";
        Assert.Null(new HostCookies().GetRequestCookie(http, "session"));
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [];
}
