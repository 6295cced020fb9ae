using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Audit;
using PenneoDashboard.Language;
using PenneoDashboard.Settings.Audit;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Settings.Audit;

/// <summary>The page over a real log.</summary>
public sealed class AuditPageTests : ComponentTest, IAsyncLifetime
{
    private readonly LogFixture _log = new();

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        Services.AddSingleton(new AuditQueries(_log.Contexts));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _log.DisposeAsync();
    }

    [Fact]
    public void NothingDone_SaysWhatWillStandHere()
    {
        var page = Render<AuditLogPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing was done yet", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entry_SaysWho_AndOpensToWhatChanged()
    {
        await _log.Audit.RecordAsync(AuditActions.SubscriptionChanged, "subscription 4", new { endpoint = "https://a", types = new[] { "x", "y" } }, new { endpoint = "<b>", types = new[] { "x", "y" } });
        var page = Render<AuditLogPage>();
        page.WaitForElement("[data-testid=audit-toggle]").Click();
        page.WaitForElement("[data-testid=audit-changes]");

        Assert.Equal("the app itself", page.Find("[data-testid=audit-actor]").TextContent);
        Assert.Equal(["endpoint", "types"], page.FindAll("[data-testid=audit-changes] tbody th").Select(x => x.TextContent));
        Assert.Equal(["https://a", "<b>"], page.FindAll("tr.changed td").Select(x => x.TextContent));
        Assert.Equal(["x, y", "x, y"], page.FindAll("[data-member=types] td").Select(x => x.TextContent));
    }

    [Fact]
    public async Task Address_HoldsFiltersAndPage()
    {
        for (var i = 1; i <= AuditLogPage.PageSize + 5; i++)
            await _log.Audit.RecordAsync(i % 2 == 0 ? AuditActions.SettingsTested : AuditActions.SecretViewed, $"thing {i}", actor: "anna");
        var navigation = Services.GetRequiredService<NavigationManager>();
        var page = Render<AuditLogPage>();
        page.WaitForAssertion(() => Assert.Equal(AuditLogPage.PageSize, page.FindAll("[data-testid=audit-row]").Count));

        navigation.NavigateTo(page.Find("[data-testid=page-older]").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll("[data-testid=audit-row]").Count));
        navigation.NavigateTo("/settings/audit?action=secret.viewed&actor=anna&q=thing%202");
        page.WaitForAssertion(() => Assert.Equal(["secret.viewed"], page.FindAll("[data-testid=audit-row]").Select(x => x.GetAttribute("data-action")).Distinct()));
        await page.Find("[data-testid=filter-from] input, input[data-testid=filter-from]").ChangeAsync("2026-11-02");
        Assert.Contains("from=2026-11-01T23%3A00%3A00.000000Z", navigation.Uri, StringComparison.Ordinal);
        navigation.NavigateTo("/settings/audit?actor=nobody");
        page.WaitForAssertion(() => Assert.Contains("No entry matches", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unreadable_SaysSo_AndTriesAgain()
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(Xunit.TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE AuditEntries RENAME TO Gone", Xunit.TestContext.Current.CancellationToken);
        var page = Render<AuditLogPage>();
        page.WaitForElement("[data-testid=error-state]");
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE Gone RENAME TO AuditEntries", Xunit.TestContext.Current.CancellationToken);
        ConnectionPools.Clear(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);

        page.Find("[data-testid=error-state] button").Click();

        page.WaitForElement("[data-testid=empty-state]");
    }

    [Fact]
    public void EveryAction_IsSaidInDanish()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Words.Danish;
            Assert.Equal("Abonnement slettet", AuditActions.Describe(AuditActions.SubscriptionDeleted));
            Assert.All(AuditActions.All, x => Assert.NotEqual(x, AuditActions.Describe(x)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
