using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Security;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>With an administrator who has a password, and sessions that are looked at with every request.</summary>
public sealed class CompanyFixture : IAsyncLifetime
{
    public CompanyProvider Provider { get; private set; } = null!;

    public TestApp App { get; private set; } = null!;

    public AppClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await CompanyProvider.StartAsync();
        App = new TestApp(Provider.Settings(), services: x => x.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero));
        Client = new AppClient(App.BaseUrl);
        await Visitor.MakeUserAsync(App, "keeper", Role.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
