namespace PenneoDashboard.Language;

/// <summary>Where a browser is sent on to, as after signing in or another choice of language: a page of this app, never another site.</summary>
internal static class LocalPath
{
    public static string Or(string? path, string otherwise) => IsLocal(path) ? path! : otherwise;

    // "//host" and "/\host" are other sites to a browser.
    private static bool IsLocal(string? path) =>
        path is ['/'] || (path is ['/', not ('/' or '\\'), ..] && !path.Any(char.IsControl));
}
