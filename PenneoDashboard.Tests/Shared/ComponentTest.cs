using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.JSInterop;
using MudBlazor;
using PenneoDashboard.Penneo;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Tests.Shared;

/// <summary>
/// What every component and page test needs: the shared services of the product, a clock that stands still at
/// <see cref="Now"/>, and a browser in Copenhagen. Add a test's own services before the first <c>Render</c>.
/// </summary>
public abstract class ComponentTest : BunitContext
{
    /// <summary>Winter time: Copenhagen is one hour ahead of UTC.</summary>
    protected static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 3, 22, TimeSpan.Zero);

    // bUnit's own patience is one second, and other tests and a browser share the machine.
    static ComponentTest() => DefaultWaitTimeout = TimeSpan.FromSeconds(20);

    protected ComponentTest()
    {
        Session = AddAuthorization();
        SignIn(Role.Administrator);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(ReaderMask.None);
        Services.AddLogging();
        Services.AddSingleton<IConfiguration>(Configuration);
        Services.AddOptions<PenneoOptions>().BindConfiguration(PenneoOptions.Section);
        Services.AddSharedComponents();
        Services.Configure<PopoverOptions>(x => x.CheckForPopoverProvider = false);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped(x =>
        {
            var time = new BrowserTime(x.GetRequiredService<IJSRuntime>(), NullLogger<BrowserTime>.Instance);
            time.Use("Europe/Copenhagen");
            return time;
        });
    }

    protected FakeTimeProvider Clock { get; } = new(Now);

    /// <summary>Who looks at the component; an administrator unless the test says otherwise.</summary>
    protected BunitAuthorizationContext Session { get; }

    /// <summary>Settings as the app would read them; empty to begin with.</summary>
    protected ConfigurationManager Configuration { get; } = new();

    /// <summary>Signs another one in, of that role.</summary>
    protected void SignIn(Role role) => Session.SetAuthorized("Test Person")
        .SetRoles(role.ToString())
        .SetPolicies([.. Enum.GetValues<Role>().Where(x => x <= role).Select(x => x.ToString())]);
}
