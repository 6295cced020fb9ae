using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemForPrograms>();
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
        services.AddTransient<MudLocalizer, MudWords>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<NavBadges>();
        services.AddScoped<BrowserTime>();
        services.AddScoped<BrowserTheme>();
        services.AddScoped<RelativeTimeTicker>();
        return services;
    }

    public static void MapPages(this WebApplication app)
    {
        app.UseExceptionHandler(ErrorPage.Path, createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute(NotFound.Path, createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // Friendly pages are for people: the receiver, the API and the hub answer their errors in their own words.
            if (!IsPageRequest(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    /// <summary>True for a browser that asks for a document, false for programs.</summary>
    internal static bool IsPageRequest(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.Any(x => x?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
