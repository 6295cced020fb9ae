using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Setup;
using PenneoDashboard.Security.Tokens;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>A person with a browser of their own, over HTTP: keeps cookies, asks for pages, fills forms.</summary>
public sealed partial class Visitor : IDisposable
{
    public const string Password = "four mild otters juggling";

    private readonly HttpClient _http;

    public Visitor(string baseUrl)
    {
        _http = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = new Uri(baseUrl) };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Where they sit, as a proxy would say it.</summary>
    public string Address
    {
        init => _http.DefaultRequestHeaders.Add("X-Forwarded-For", value);
    }

    /// <summary>Where their pages come from, as a browser says it.</summary>
    public string Origin
    {
        init => _http.DefaultRequestHeaders.Add("Origin", value);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, Cancel);

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Opens a page, fills its form and sends it.</summary>
    public async Task<HttpResponseMessage> FillAsync(string path, params (string Name, string Value)[] fields)
    {
        using var page = await GetAsync(path);
        var html = await page.Content.ReadAsStringAsync(Cancel);
        var hidden = Hidden().Matches(html).Select(x => KeyValuePair.Create(x.Groups[1].Value, WebUtility.HtmlDecode(x.Groups[2].Value)));
        return await _http.PostAsync(path, new FormUrlEncodedContent(hidden.Concat(fields.Select(x => KeyValuePair.Create(x.Name, x.Value)))), Cancel);
    }

    /// <summary>The same on a page of several forms, by the form's name.</summary>
    public async Task<HttpResponseMessage> FillFormAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        using var page = await GetAsync(path);
        var html = (await page.Content.ReadAsStringAsync(Cancel)).Split("<form ").Single(x => x.Contains($"name=\"_handler\" value=\"{form}\"", StringComparison.Ordinal));
        var hidden = Hidden().Matches(html).Select(x => (x.Groups[1].Value, WebUtility.HtmlDecode(x.Groups[2].Value)));
        return await PostAsync(path, [.. hidden, .. fields]);
    }

    /// <summary>The hidden fields of a page's form, to send it later.</summary>
    public async Task<(string Name, string Value)[]> HiddenAsync(string path)
    {
        using var page = await GetAsync(path);
        return [.. Hidden().Matches(await page.Content.ReadAsStringAsync(Cancel)).Select(x => (x.Groups[1].Value, WebUtility.HtmlDecode(x.Groups[2].Value)))];
    }

    /// <summary>Loses a cookie, as when it has run out.</summary>
    public void Forget(string cookie) => Cookies.GetAllCookies().Single(x => x.Name.Contains(cookie, StringComparison.Ordinal)).Expired = true;

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(fields.Select(x => KeyValuePair.Create(x.Name, x.Value))), Cancel);

    public Task<HttpResponseMessage> SignInAsync(string name, string password, string path = "/sign-in") =>
        FillAsync(path, ("Input.Name", name), ("Input.Password", password));

    /// <summary>The hidden fields of one of a page's forms, to send them elsewhere.</summary>
    public async Task<(string Name, string Value)[]> HiddenOfAsync(string path, string form)
    {
        using var page = await GetAsync(path);
        var html = (await page.Content.ReadAsStringAsync(Cancel)).Split("<form ").Single(x => x.Contains($"name=\"_handler\" value=\"{form}\"", StringComparison.Ordinal));
        return [.. Hidden().Matches(html).Select(x => (x.Groups[1].Value, WebUtility.HtmlDecode(x.Groups[2].Value)))];
    }

    /// <summary>As by the button in the menu.</summary>
    public async Task<HttpResponseMessage> SignOutAsync() => await PostAsync("/sign-out", await SignOutFormAsync());

    /// <summary>What that button sends.</summary>
    public async Task<(string Name, string Value)> SignOutFormAsync()
    {
        using var page = await GetAsync("/account");
        var token = Hidden().Matches(await page.Content.ReadAsStringAsync(Cancel)).First(x => x.Groups[1].Value == "__RequestVerificationToken");
        return (token.Groups[1].Value, WebUtility.HtmlDecode(token.Groups[2].Value));
    }

    /// <summary>True when the pages are open to them.</summary>
    public async Task<bool> IsInAsync() => await StatusAsync("/timeline") == HttpStatusCode.OK;

    public void Dispose() => _http.Dispose();

    /// <summary>Adds a user with <see cref="Password"/>.</summary>
    public static async Task<UserItem> MakeUserAsync(TestApp app, string name, Role role)
    {
        _ = app.BaseUrl;
        var (change, user) = await app.Services.GetRequiredService<UserDirectory>().AddAsync(name, role);
        Assert.Empty(change.Problems);
        using var visitor = new Visitor(app.BaseUrl);
        using var answer = await visitor.FillAsync(change.Link!, ("Input.Password", Password), ("Input.Again", Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return user!;
    }

    /// <summary>A bearer token of that role.</summary>
    public static async Task<string> MakeTokenAsync(TestApp app, Role role)
    {
        _ = app.BaseUrl;
        return (await app.Services.GetRequiredService<ApiTokens>().CreateAsync($"A {role}", role, null, "a test")).Token;
    }

    /// <summary>A new setup link, as the log would tell it.</summary>
    public static string SetupLink(TestApp app)
    {
        _ = app.BaseUrl;
        return app.Services.GetRequiredService<SetupLink>().Make();
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
