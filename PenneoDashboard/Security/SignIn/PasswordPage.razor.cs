using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.TwoStep;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>What the one-time link of an administrator opens.</summary>
public sealed partial class PasswordPage
{
    public const string Path = "/password";

    private readonly List<string> _errors = [];
    private User? _user;

    [SupplyParameterFromForm]
    internal Passwords Input { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "user")]
    public long UserId { get; set; }

    [SupplyParameterFromQuery]
    public string? Token { get; set; }

    [Inject]
    private UserManager<User> Users { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private Account Account { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new Passwords();
        var user = Token is null ? null : await Users.FindByIdAsync(UserId.ToString(CultureInfo.InvariantCulture));
        if (user is not null && await Users.VerifyUserTokenAsync(user, Users.Options.Tokens.PasswordResetTokenProvider, UserManager<User>.ResetPasswordTokenPurpose, Token!))
            _user = user;
    }

    private async Task SetAsync()
    {
        if (_user is null)
            return;
        if (Input.Password != Input.Again)
        {
            _errors.Add(IdentityWords.NotTheSame);
            return;
        }

        // It changes the stamp, which ends every session and uses the link up.
        var result = await Users.ResetPasswordAsync(_user, Token!, Input.Password);
        if (!result.Succeeded)
        {
            _errors.AddRange(result.Errors.Select(x => x.Description));
            return;
        }

        await Users.SetLockoutEndDateAsync(_user, null);
        await Audit.RecordAsync(AuditActions.UserPasswordChanged, "user " + _user.UserName, actor: _user.UserName);

        // By the same door as everybody: the link stands for the password, not for a second step.
        Navigation.NavigateTo((await Account.SignInAsync(_user.UserName, Input.Password)).RequiresTwoFactor ? CodePage.For("/") : "/");
    }

    internal sealed class Passwords
    {
        public string Password { get; set; } = "";

        public string Again { get; set; } = "";
    }
}
