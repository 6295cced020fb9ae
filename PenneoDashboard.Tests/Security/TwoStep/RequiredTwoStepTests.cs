using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Security;
using Xunit;

namespace PenneoDashboard.Tests.Security.TwoStep;

/// <summary><c>Security:RequireTwoStep</c>: nothing is open without a second step, except what turns it on.</summary>
public sealed class RequiredTwoStepTests
{
    [Fact]
    public async Task WithoutASecondStep_OnlyOnesOwnAccountIsOpen()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = new TestApp(
            new() { ["Security:RequireTwoStep"] = "true" },
            services: x => x.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero).AddSingleton<TimeProvider>(clock));
        await Visitor.MakeUserAsync(app, "keeper", Role.Administrator);
        using var visitor = new Visitor(app.BaseUrl);
        (await visitor.SignInAsync("keeper", Visitor.Password)).Dispose();

        foreach (var path in new[] { "/", "/timeline", "/settings/users", "/forbidden", "/_blazor", "/no-such-page" })
        {
            using var led = await visitor.GetAsync(path);
            Assert.Equal((HttpStatusCode.Redirect, "/account#two-step"), (led.StatusCode, led.Headers.Location!.OriginalString));
        }

        using var page = await visitor.GetAsync("/account");
        Assert.Contains("two-step-required", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Authenticator.SetUpAsync(visitor, clock);
        Assert.True(await visitor.IsInAsync());
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/settings/users"));

        (await visitor.FillFormAsync("/account", "two-step-change", ("Input.Present", Visitor.Password), ("Input.What", "off"))).Dispose();
        Assert.False(await visitor.IsInAsync());
    }
}
