using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Security.Hardening;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class PagesFeatureTests : IClassFixture<PagesFeatureTests.App>
{
    private readonly HttpClient _client;

    public PagesFeatureTests(App app) => _client = app.CreateClient();

    [Fact]
    public async Task Front_page_is_a_document_with_all_its_assets()
    {
        var html = await _client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        var assets = System.Text.RegularExpressions.Regex.Matches(html, "(?:src|href)=\"([^\"]+\\.(?:js|css|svg))\"").Select(x => x.Groups[1].Value).ToList();
        Assert.True(assets.Count >= 7, html);
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        foreach (var asset in assets)
        {
            // A missing web root answers 200 with nothing in it.
            Assert.NotEmpty(await _client.GetByteArrayAsync(new Uri(asset, UriKind.Relative), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml", true)]
    [InlineData("application/json", false)]
    [InlineData("*/*", false)]
    public async Task Unknown_address_is_a_friendly_page_for_people_only(string accept, bool page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing-here");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(page, body.Contains("<html", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/html", "Something went wrong", "<code>([^<]+)</code>")]
    [InlineData("application/json", "\"status\":500", "\"traceId\":\"([^\"]+)\"")]
    public async Task Unhandled_error_keeps_its_details_to_the_log(string accept, string expected, string reference)
    {
        using var log = new ErrorLog();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PagesFeature).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddHardening();
        builder.AddPages();
        await using var app = builder.Build();
        app.UseErrorPages();
        app.MapPages();
        app.MapGet("/boom", string () => throw new InvalidOperationException("secret detail"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept", accept);

        using var response = await client.GetAsync(new Uri("/boom", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", body, StringComparison.Ordinal);
        var shown = System.Text.RegularExpressions.Regex.Match(body, reference).Groups[1].Value;
        Assert.NotEmpty(shown);
        Assert.Contains(log.Errors, x => x.Contains(shown, StringComparison.Ordinal) && x.Contains("secret detail", StringComparison.Ordinal));

        // An error clears what was set before it.
        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    public sealed class App : WebApplicationFactory<Program>
    {
        private readonly string _data = Directory.CreateTempSubdirectory("penneo-pages-").FullName;

        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseSetting("Storage:DataDirectory", _data).UseSetting("Security:AutomationToken", TestApp.Token);

        protected override void ConfigureClient(HttpClient client)
        {
            base.ConfigureClient(client);
            client.DefaultRequestHeaders.Authorization = new("Bearer", TestApp.Token);
        }
    }
}
