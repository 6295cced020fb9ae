using Microsoft.Extensions.Options;

namespace PenneoDashboard.Penneo;

/// <summary>Which Penneo the app talks to.</summary>
public enum PenneoEnvironment
{
    /// <summary>The one in this process, for the first run, demos and tests.</summary>
    Simulator,
    Sandbox,
    Production,

    /// <summary>The hosts in the configuration, for example a gateway on the premises.</summary>
    Custom,
}

/// <summary>How the app proves to Penneo who it is.</summary>
public enum AuthenticationMethod
{
    /// <summary>A JSON web token pasted by the user.</summary>
    Token,

    /// <summary>An access token of Penneo's OAuth service, got with API keys (grant <c>api_keys</c>). Penneo recommends it.</summary>
    ApiKeys,

    /// <summary>API key and secret with every call, as a digest.</summary>
    Wsse,
}

/// <summary>Configuration section <c>Penneo</c>.</summary>
public sealed class PenneoOptions
{
    public const string Section = "Penneo";

    public PenneoEnvironment Environment { get; set; } = PenneoEnvironment.Simulator;

    /// <summary>Penneo's API host for <see cref="PenneoEnvironment.Custom"/>, for example <c>https://sandbox.penneo.com</c>.</summary>
    public string? ApiBaseUrl { get; set; }

    /// <summary>Penneo's sign-in host for <see cref="PenneoEnvironment.Custom"/>.</summary>
    public string? OAuthBaseUrl { get; set; }

    public AuthenticationOptions Authentication { get; set; } = new();

    /// <summary>The credentials that the method needs.</summary>
    internal IEnumerable<PenneoSetting> Needed => PenneoSetting.Credentials.Where(x => x.Methods.Contains(Authentication.Method));

    internal PenneoOptions Copy()
    {
        var copy = new PenneoOptions();
        foreach (var setting in PenneoSetting.All)
            setting.Set(copy, setting.Get(this));
        return copy;
    }

    /// <summary>Configuration section <c>Penneo:Authentication</c>.</summary>
    public sealed class AuthenticationOptions
    {
        public AuthenticationMethod Method { get; set; } = AuthenticationMethod.Token;

        /// <summary>The token for <see cref="AuthenticationMethod.Token"/>.</summary>
        public string? Token { get; set; }

        /// <summary>The OAuth client for <see cref="AuthenticationMethod.ApiKeys"/>.</summary>
        public string? ClientId { get; set; }

        /// <inheritdoc cref="ClientId"/>
        public string? ClientSecret { get; set; }

        /// <summary>For <see cref="AuthenticationMethod.ApiKeys"/> and <see cref="AuthenticationMethod.Wsse"/>.</summary>
        public string? ApiKey { get; set; }

        /// <inheritdoc cref="ApiKey"/>
        public string? ApiSecret { get; set; }
    }
}

internal sealed class PenneoOptionsValidator : IValidateOptions<PenneoOptions>
{
    public ValidateOptionsResult Validate(string? name, PenneoOptions options)
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(options.Environment))
            errors.Add($"Penneo:Environment is {options.Environment}; it must be Simulator, Sandbox, Production or Custom.");
        if (options.Environment == PenneoEnvironment.Custom && string.IsNullOrWhiteSpace(options.ApiBaseUrl))
            errors.Add("Penneo:ApiBaseUrl is empty; the Custom environment needs Penneo's API host, for example https://sandbox.penneo.com.");
        AddUnlessUrl(errors, "Penneo:ApiBaseUrl", options.ApiBaseUrl);
        AddUnlessUrl(errors, "Penneo:OAuthBaseUrl", options.OAuthBaseUrl);
        if (!Enum.IsDefined(options.Authentication.Method))
            errors.Add($"Penneo:Authentication:Method is {options.Authentication.Method}; it must be Token, ApiKeys or Wsse.");
        if (options is { Environment: PenneoEnvironment.Custom, Authentication.Method: AuthenticationMethod.ApiKeys } && string.IsNullOrWhiteSpace(options.OAuthBaseUrl))
            errors.Add("Penneo:OAuthBaseUrl is empty; API keys in the Custom environment need Penneo's sign-in host, for example https://sandbox.oauth.penneo.cloud.");
        errors.AddRange(PenneoSetting.Credentials.Select(x => x.Problem(x.Get(options))).OfType<string>());
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void AddUnlessUrl(List<string> errors, string key, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value) && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0))
            errors.Add($"{key} is '{value}'; it must be an absolute http or https URL without a query.");
    }
}
