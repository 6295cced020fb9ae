using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace PenneoDashboard.Language;

/// <summary>Pages in English or Danish: as chosen in the menu, else as the browser prefers.</summary>
public static class LanguageFeature
{
    /// <summary>Sets the language of this browser: <c>?to=da&amp;back=/timeline</c>.</summary>
    public const string SwitchPath = "/language";

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    // Programs that call these would get their errors in the language of whatever machine they run on.
    private static readonly string[] ForPrograms = ["/api", "/hubs", "/health", "/openapi", "/webhooks", "/simulator/penneo"];

    /// <summary>Comes before what renders pages.</summary>
    public static void UseLanguage(this WebApplication app)
    {
        // What serves programs and works in the background says the same on a server in any country.
        (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (English, English);
        app.UseWhen(x => !ForPrograms.Any(p => x.Request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase)), pages => pages.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(English),
            SupportedCultures = [English, Danish],
            SupportedUICultures = [English, Danish],
            RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()],
        }));
    }

    public static void MapLanguage(this IEndpointRouteBuilder app) => app.MapGet(SwitchPath, (string? to, string? back, HttpContext http) =>
    {
        var culture = to == Danish.Name ? Danish : English;
        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = Remembered, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = http.Request.IsHttps });

        return Results.LocalRedirect(LocalPath.Or(back, "/"));
    }).AllowAnonymous().ExcludeFromDescription();
}
