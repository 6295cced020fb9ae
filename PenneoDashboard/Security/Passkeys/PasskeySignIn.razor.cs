using Microsoft.AspNetCore.Components;
using PenneoDashboard.Language;

namespace PenneoDashboard.Security.Passkeys;

/// <summary>The part of the sign-in page for passkeys.</summary>
public sealed partial class PasskeySignIn
{
    private readonly List<string> _errors = [];

    [SupplyParameterFromForm(FormName = "passkey")]
    internal PasskeyInput Passkey { get; set; } = default!;

    /// <summary>The page that was asked for.</summary>
    [Parameter]
    public string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private PasskeyHost Host { get; set; } = default!;

    [Inject]
    private PasskeyAccount Account { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized() => Passkey ??= new PasskeyInput();

    private async Task SignInAsync()
    {
        if (await Account.SignInAsync(Passkey.Credential))
            Navigation.NavigateTo(LocalPath.Or(ReturnUrl, "/"));
        else
            _errors.Add(Say("This passkey does not let you in: it is not known here, or it took too long. Try it again, or use your password."));
    }
}
