using Microsoft.Extensions.Options;

namespace PenneoDashboard.Webhooks;

/// <summary>Configuration section <c>Webhooks</c>, as far as it concerns the receiver.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Largest body that is stored, in bytes; a larger one is answered 413.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const int Least = 1024;
    private const int Most = 64 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
        options.MaxBodyBytes is >= Least and <= Most
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Webhooks:MaxBodyBytes is {options.MaxBodyBytes}; it must be from {Least} to {Most} bytes.");
}
