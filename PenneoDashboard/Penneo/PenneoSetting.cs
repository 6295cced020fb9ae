namespace PenneoDashboard.Penneo;

/// <summary>One setting of the connection to Penneo.</summary>
/// <param name="Name">As the API calls it.</param>
/// <param name="IsSecret">Kept encrypted, and never told again.</param>
/// <param name="Methods">The methods that need it; empty for one that is no credential.</param>
internal sealed record PenneoSetting(
    string Name, string Key, string Label, bool IsSecret, IReadOnlyList<AuthenticationMethod> Methods,
    Func<PenneoOptions, string?> Get, Action<PenneoOptions, string?> Set)
{
    private static readonly AuthenticationMethod[] Keys = [AuthenticationMethod.ApiKeys, AuthenticationMethod.Wsse];

    public static PenneoSetting Environment { get; } = new(
        "environment", "Penneo:Environment", Later("Environment"), false, [], x => x.Environment.ToString(), (x, v) => x.Environment = Parse(v, x.Environment));

    public static PenneoSetting ApiBaseUrl { get; } = new(
        "apiBaseUrl", "Penneo:ApiBaseUrl", Later("API host"), false, [], x => x.ApiBaseUrl, (x, v) => x.ApiBaseUrl = v);

    public static PenneoSetting OAuthBaseUrl { get; } = new(
        "oAuthBaseUrl", "Penneo:OAuthBaseUrl", Later("Sign-in host"), false, [], x => x.OAuthBaseUrl, (x, v) => x.OAuthBaseUrl = v);

    public static PenneoSetting Method { get; } = new(
        "method", "Penneo:Authentication:Method", Later("Method"), false, [], x => x.Authentication.Method.ToString(), (x, v) => x.Authentication.Method = Parse(v, x.Authentication.Method));

    public static IReadOnlyList<PenneoSetting> Credentials { get; } =
    [
        new("token", "Penneo:Authentication:Token", Later("Token"), true, [AuthenticationMethod.Token], x => x.Authentication.Token, (x, v) => x.Authentication.Token = v),
        new("clientId", "Penneo:Authentication:ClientId", Later("Client id"), false, [AuthenticationMethod.ApiKeys], x => x.Authentication.ClientId, (x, v) => x.Authentication.ClientId = v),
        new("clientSecret", "Penneo:Authentication:ClientSecret", Later("Client secret"), true, [AuthenticationMethod.ApiKeys], x => x.Authentication.ClientSecret, (x, v) => x.Authentication.ClientSecret = v),
        new("apiKey", "Penneo:Authentication:ApiKey", Later("API key"), true, Keys, x => x.Authentication.ApiKey, (x, v) => x.Authentication.ApiKey = v),
        new("apiSecret", "Penneo:Authentication:ApiSecret", Later("API secret"), true, Keys, x => x.Authentication.ApiSecret, (x, v) => x.Authentication.ApiSecret = v),
    ];

    public static IReadOnlyList<PenneoSetting> All { get; } = [Environment, ApiBaseUrl, OAuthBaseUrl, Method, .. Credentials];

    /// <summary>What can't be right with a credential, without repeating it; null when nothing is.</summary>
    public string? Problem(string? value)
    {
        if (Methods.Count == 0 || string.IsNullOrEmpty(value))
            return null;
        if (value.Any(c => c is <= ' ' or > '~'))
            return $"{Key} has a space, line break or other character that no {(Methods.Contains(AuthenticationMethod.Token) ? "token" : "key of Penneo's")} has.";

        // It stands between quotes in WSSE's header.
        return Methods.Contains(AuthenticationMethod.Wsse) && value.AsSpan().ContainsAny('"', '\\') ? $"{Key} has a quote or backslash, which no key of Penneo's has." : null;
    }

    private static T Parse<T>(string? value, T otherwise)
        where T : struct, Enum => Enum.TryParse<T>(value, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : otherwise;
}
