using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>Company accounts before anybody is in: the settings, and the first user.</summary>
public sealed class CompanyStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WrongSettings_StopTheStart_EveryOneNamed()
    {
        await using var app = AppProcess.Start(new AppStart
        {
            Environment = new()
            {
                ["Security__OpenIdConnect__Authority"] = "http://login.example.com",
                ["Security__OpenIdConnect__RoleClaim"] = " ",
                ["Security__OpenIdConnect__Scopes"] = "profile",
            },
        });

        Assert.Equal(1, await app.ExitCodeAsync());

        string[] keys = ["Authority", "ClientId", "ClientSecret", "RoleClaim", "AdministratorValue", "Scopes"];
        Assert.All(keys, x => Assert.Single(app.Error.Split('\n'), line => line.StartsWith($"  - Security:OpenIdConnect:{x} ", StringComparison.Ordinal)
            || line.StartsWith($"  - Security:OpenIdConnect:{x}, ", StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", app.Error + app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_MustBeAnAdministrator()
    {
        await using var provider = await CompanyProvider.StartAsync();
        await using var app = new TestApp(provider.Settings());
        using var viewer = new Visitor(app.BaseUrl);
        using var administrator = new Visitor(app.BaseUrl);

        using var refused = await CompanyProvider.SignInAsync(viewer, "vera", "/sign-in/company");
        Assert.Equal("/sign-in", refused.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("must be an administrator", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(await app.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel));

        (await CompanyProvider.SignInAsync(administrator, "ada", "/sign-in/company")).Dispose();
        Assert.Equal(HttpStatusCode.OK, await administrator.StatusAsync("/settings/users"));
    }
}
