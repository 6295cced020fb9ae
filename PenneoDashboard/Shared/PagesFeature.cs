using MudBlazor;
using MudBlazor.Services;

namespace PenneoDashboard.Shared;

/// <summary>The web pages: Blazor Server, MudBlazor and what every page shares.</summary>
public static class PagesFeature
{
    public static void AddPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            // Long enough to get on a train's Wi-Fi again without losing one's place; each waiting circuit costs some MiB.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5);
        });
        builder.Services.AddSharedComponents();
    }

    /// <summary>What the shared components inject; component tests call it too, with a clock of their own.</summary>
    internal static IServiceCollection AddSharedComponents(this IServiceCollection services)
    {
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            options.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
        });
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<BrowserTime>();
        services.AddScoped<BrowserTheme>();
        services.AddScoped<RelativeTimeTicker>();
        return services;
    }

    public static void MapPages(this WebApplication app)
    {
        // Only for people: the receiver, the API and the hub answer their own errors in their own words.
        app.UseWhen(IsPageRequest, pages =>
        {
            if (!app.Environment.IsDevelopment())
            {
                pages.UseExceptionHandler(ErrorPage.Path, createScopeForErrors: true);
            }

            pages.UseStatusCodePagesWithReExecute(NotFound.Path, createScopeForStatusCodePages: true);
        });
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    private static bool IsPageRequest(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.Any(x => x?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
