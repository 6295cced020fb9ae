using Microsoft.Extensions.Options;

namespace PenneoDashboard.Webhooks;

/// <summary>Configuration section <c>Webhooks</c>, as far as it concerns the receiver.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Largest body that is stored, in bytes; a larger one is answered 413.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How far the time in a signature may lie from ours, either way, in seconds.</summary>
    public int SignatureToleranceSeconds { get; set; } = 300;
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const int LeastBytes = 1024;
    private const int MostBytes = 64 * 1024 * 1024;
    private const int MostSeconds = 24 * 60 * 60;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var errors = new List<string>();
        if (options.MaxBodyBytes is < LeastBytes or > MostBytes)
            errors.Add($"Webhooks:MaxBodyBytes is {options.MaxBodyBytes}; it must be from {LeastBytes} to {MostBytes} bytes.");
        if (options.SignatureToleranceSeconds is < 1 or > MostSeconds)
            errors.Add($"Webhooks:SignatureToleranceSeconds is {options.SignatureToleranceSeconds}; it must be from 1 to {MostSeconds} seconds, and Penneo's own advice is 300.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
