using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Tests.Api;
using Xunit;

namespace PenneoDashboard.Tests.Audit;

/// <summary>Reading the audit log over HTTP.</summary>
public sealed class AuditApiTests(AuditApiTests.Filled fixture) : IClassFixture<AuditApiTests.Filled>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    [Fact]
    public async Task Pages_AreWholeAndNewestFirst()
    {
        var read = new List<JsonElement>();
        long? before = null;
        do
        {
            var page = await Client.GetAsync($"/api/v1/audit?limit=3&q=subscription{(before is null ? "" : $"&before={before}")}");
            read.AddRange(page.Items());
            before = page.Number("next");
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(1, 8).Reverse().Select(x => $"subscription {x}"), read.Select(x => x.Text("subject")));
    }

    [Theory]
    [InlineData("actor=anna%40example.com", 4)]
    [InlineData("actor=anna", 0)]
    [InlineData("action=secret.viewed", 1)]
    [InlineData("action=secret.viewed&actor=anna%40example.com", 0)]
    [InlineData("q=SUBSCRIPTION%208", 1)]
    [InlineData("q=100%25", 1)]
    [InlineData("q=_", 0)]
    [InlineData("q=subscription&from=2026-01-03T00:00:00Z", 6)]
    [InlineData("q=subscription&from=2026-01-03T00:00:00Z&to=2026-01-05T00:00:00Z", 2)]
    [InlineData("q=subscription&to=2026-01-01T00:00:00Z", 0)]
    public async Task Filters_Narrow_AlsoTheExport(string query, int expected)
    {
        Assert.Equal(expected, (await Client.GetAsync($"/api/v1/audit?{query}")).Items().Count);
        Assert.Equal(expected, (await TextAsync($"format=ndjson&{query}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(expected + 1, (await TextAsync($"format=csv&{query}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Lines_AreTheItemsOfTheList() => Assert.Equal(
        (await Client.GetAsync("/api/v1/audit?q=subscription")).Items().Select(x => x.GetRawText()),
        (await TextAsync("format=ndjson&q=subscription")).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Csv_DisarmsFormulas_AndHasBeforeAndAfter()
    {
        var text = await TextAsync("q=100%25");

        Assert.StartsWith("\ufeffid,at,actor,actorKind,address,action,subject,before,after\r\n", text, StringComparison.Ordinal);
        Assert.Contains("'=cmd 100%", text, StringComparison.Ordinal);
        Assert.Contains("\"{\"\"days\"\":1}\",\"{\"\"days\"\":2}\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/audit?limit=0", "limit")]
    [InlineData("/api/v1/audit?limit=1001", "limit")]
    [InlineData("/api/v1/audit?from=yesterday", "from")]
    [InlineData("/api/v1/audit/export?format=pdf", "format")]
    public async Task WrongValues_AreRefusedInWords(string path, string name)
    {
        using var answer = await Client.Http.GetAsync(path, Cancel);

        Assert.Equal([name], (await ApiRefusalTests.ProblemAsync(answer, HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().Select(x => x.Name));
    }

    [Fact]
    public async Task WhatCantBeWrittenDown_IsNotExported_ButIsChangedAndLoggedLoudly()
    {
        using var errors = new ErrorLog();
        await using var app = new TestApp(services: x => x.AddSingleton<ILoggerProvider>(errors));
        using var client = new AppClient(app.BaseUrl);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER Full BEFORE INSERT ON AuditEntries BEGIN SELECT RAISE(ABORT, 'no room'); END", Cancel);

        using var export = await client.Http.GetAsync("/api/v1/events/export", Cancel);
        using var change = await client.Http.PutAsync("/api/v1/settings/stalled", new StringContent("{\"reminders\":5}", Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (export.StatusCode, change.StatusCode));
        Assert.Contains(errors.Errors, x => x.Contains("export.started", StringComparison.Ordinal) && x.Contains("not done", StringComparison.Ordinal));
        Assert.Contains(errors.Errors, x => x.Contains("settings.changed", StringComparison.Ordinal) && x.Contains("\"reminders\":5", StringComparison.Ordinal));
    }

    // As bytes: reading it as a string would take the byte order mark away.
    private async Task<string> TextAsync(string query) =>
        Encoding.UTF8.GetString(await Client.Http.GetByteArrayAsync(new Uri($"/api/v1/audit/export?{query}", UriKind.Relative), Cancel));

    public sealed class Filled : AppFixture
    {
        public override async ValueTask InitializeAsync()
        {
            await using var db = await App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync();
            db.Add(new AuditEntry { At = At(0), Actor = "=cmd", ActorKind = ActorKind.Token, Action = AuditActions.SettingsChanged, Subject = "=cmd 100% of it", Details = "{\"before\":{\"days\":1},\"after\":{\"days\":2}}" });
            for (var i = 1; i <= 8; i++)
            {
                db.Add(new AuditEntry
                {
                    At = At(i),
                    Actor = i % 2 == 0 ? "anna@example.com" : "",
                    ActorKind = ActorKind.User,
                    Address = "192.0.2.7",
                    Action = i == 7 ? AuditActions.SecretViewed : AuditActions.SubscriptionTested,
                    Subject = $"subscription {i}",
                });
                await db.SaveChangesAsync();
            }
        }

        private static DateTimeOffset At(int day) => new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day - 1);
    }
}
