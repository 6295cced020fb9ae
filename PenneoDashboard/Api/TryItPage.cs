namespace PenneoDashboard.Api;

/// <summary>The page <c>/api-docs/</c>, where the API's document is read and its calls are tried, with a token typed in there.</summary>
internal static class TryItPage
{
    private const string Path = "/api-docs";

    public static void MapTryIt(this WebApplication app) => app.Map(Path, branch =>
    {
        // Its relative links need the slash at the end. By now somebody is signed in: what names no role asks for a viewer's.
        branch.Use((http, next) =>
        {
            if (!http.Request.Path.HasValue)
            {
                http.Response.Redirect(Path + "/index.html");
                return Task.CompletedTask;
            }

            // The route of the app's own files would else take these for its own.
            http.SetEndpoint(null);
            return next(http);
        });
        branch.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "";
            page.DocumentTitle = "API · PenneoDashboard";
            page.SwaggerEndpoint("/openapi/v1.json", "v1");
            page.EnableTryItOutByDefault();
            page.DisplayRequestDuration();
        });
    });
}
