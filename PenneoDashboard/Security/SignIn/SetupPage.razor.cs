using Microsoft.AspNetCore.Components;
using PenneoDashboard.Security.Setup;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.SignIn;

/// <summary>What the one-time link of the log opens.</summary>
public sealed partial class SetupPage
{
    private readonly List<string> _errors = [];
    private bool _isGood;

    [SupplyParameterFromForm]
    internal NewUser Input { get; set; } = default!;

    [SupplyParameterFromQuery]
    public string? Token { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private SetupLink Link { get; set; } = default!;

    [Inject]
    private SetupAnnouncement Setup { get; set; } = default!;

    [Inject]
    private UserDirectory Directory { get; set; } = default!;

    [Inject]
    private Account Account { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new NewUser();
        _isGood = Link.IsGood(Token) && !await Setup.IsSetUpAsync(Http.RequestAborted);
    }

    private async Task MakeAsync()
    {
        if (!_isGood)
            return;
        _errors.AddRange(Input.Password == Input.Again ? await Directory.ProblemsAsync(Input.Name, Input.Password) : [IdentityWords.NotTheSame]);
        if (_errors.Count > 0)
            return;

        // Only now, so that a refused password does not use the link up.
        _isGood = Link.TryUse(Token);
        if (!_isGood)
            return;
        await Account.SignInAsync((await Directory.AddFirstAsync(Input.Name, Input.Password)).Id);
        Navigation.NavigateTo("/");
    }

    internal sealed class NewUser
    {
        public string Name { get; set; } = "";

        public string Password { get; set; } = "";

        public string Again { get; set; } = "";
    }
}
