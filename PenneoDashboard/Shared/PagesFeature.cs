using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace PenneoDashboard.Shared;

/// <summary>The web pages: Blazor Server, MudBlazor and what every page shares.</summary>
public static class PagesFeature
{
    private static readonly string[] ForPrograms = ["/api", "/hubs", "/health", "/openapi", "/webhooks", "/simulator/penneo"];

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

    /// <summary>Comes before all that can fail or refuse: what an error page needs runs again inside it.</summary>
    public static void UseErrorPages(this WebApplication app)
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
    }

    public static void MapPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
    }

    /// <summary>True for a browser that asks for a document, false for programs and for whoever opens their addresses in a browser.</summary>
    internal static bool IsPageRequest(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !ForPrograms.Any(x => context.Request.Path.StartsWithSegments(x, StringComparison.OrdinalIgnoreCase))
        && context.Request.Headers.Accept.Any(x => x?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
