namespace PenneoDashboard.Penneo;

/// <summary>One of the values that prove to Penneo who we are.</summary>
/// <param name="Key">Its configuration key.</param>
/// <param name="Methods">The methods that need it.</param>
internal sealed record CredentialKey(string Key, IReadOnlyList<AuthenticationMethod> Methods, Func<PenneoOptions.AuthenticationOptions, string?> Value)
{
    public static IReadOnlyList<CredentialKey> All { get; } =
    [
        new("Penneo:Authentication:Token", [AuthenticationMethod.Token], x => x.Token),
        new("Penneo:Authentication:ClientId", [AuthenticationMethod.ApiKeys], x => x.ClientId),
        new("Penneo:Authentication:ClientSecret", [AuthenticationMethod.ApiKeys], x => x.ClientSecret),
        new("Penneo:Authentication:ApiKey", [AuthenticationMethod.ApiKeys, AuthenticationMethod.Wsse], x => x.ApiKey),
        new("Penneo:Authentication:ApiSecret", [AuthenticationMethod.ApiKeys, AuthenticationMethod.Wsse], x => x.ApiSecret),
    ];

    /// <summary>What can't be right with a value, without repeating it; null when nothing is.</summary>
    public string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        if (value.Any(c => c is <= ' ' or > '~'))
            return $"{Key} has a space, line break or other character that no {(Methods.Contains(AuthenticationMethod.Token) ? "token" : "key of Penneo's")} has.";

        // It stands between quotes in WSSE's header.
        return Methods.Contains(AuthenticationMethod.Wsse) && value.AsSpan().ContainsAny('"', '\\') ? $"{Key} has a quote or backslash, which no key of Penneo's has." : null;
    }
}
