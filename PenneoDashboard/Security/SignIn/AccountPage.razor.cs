using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>What everybody who is signed in may do for themselves.</summary>
public sealed partial class AccountPage
{
    public const string Path = "/account";

    private const string PasswordDone = "password";

    private readonly List<string> _errors = [];
    private User? _user;

    [SupplyParameterFromForm(FormName = "password")]
    internal Passwords Input { get; set; } = default!;

    /// <summary>What was just done.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private UserManager<User> Users { get; set; } = default!;

    [Inject]
    private Account Account { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new Passwords();
        _user = await Users.GetUserAsync(Http.User);
    }

    private async Task ChangePasswordAsync()
    {
        if (_user is null)
            return;
        _errors.AddRange(Input.Password == Input.Again ? await Account.ChangePasswordAsync(_user, Input.Present, Input.Password) : [IdentityWords.NotTheSame]);
        if (_errors.Count == 0)
            Navigation.NavigateTo($"{Path}?{nameof(Done)}={PasswordDone}");
    }

    private async Task SignOutEverywhereAsync()
    {
        if (_user is null)
            return;
        if (await Account.SignOutEverywhereAsync(_user))
            Navigation.NavigateTo(SignInPage.Path);
        else
            _errors.Add(new IdentityWords().ConcurrencyFailure().Description);
    }

    internal sealed class Passwords
    {
        public string Present { get; set; } = "";

        public string Password { get; set; } = "";

        public string Again { get; set; } = "";
    }
}
