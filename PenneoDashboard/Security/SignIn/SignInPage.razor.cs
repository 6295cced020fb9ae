using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PenneoDashboard.Language;
using PenneoDashboard.Security.Company;
using PenneoDashboard.Security.Setup;
using PenneoDashboard.Security.TwoStep;

namespace PenneoDashboard.Security.SignIn;

/// <summary>Name and password. What is said of a wrong one is the same whether there is such a user or not.</summary>
public sealed partial class SignInPage
{
    public const string Path = "/sign-in";

    private readonly List<string> _errors = [];
    private bool _isSetUp = true;

    [SupplyParameterFromForm]
    internal NameAndPassword Input { get; set; } = default!;

    /// <summary>The page that was asked for.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>Why a sign-in with a company account came to nothing: one of <see cref="CompanyProblem"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Problem { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private Account Account { get; set; } = default!;

    [Inject]
    private SetupAnnouncement Setup { get; set; } = default!;

    [Inject]
    private IOptions<CompanyOptions> Company { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new NameAndPassword();
        _isSetUp = await Setup.IsSetUpAsync(Http.RequestAborted);
        if (!_isSetUp)
            await Setup.AnnounceAsync(Http.RequestAborted);
        else if (HttpMethods.IsGet(Http.Request.Method) && Http.User.Identity?.IsAuthenticated == true && Problem is null)
            Navigation.NavigateTo(LocalPath.Or(ReturnUrl, "/"));
    }

    private async Task SignInAsync()
    {
        // The form is not shown then; this is for whoever sends one all the same.
        if (Company.Value.OnlyOpenIdConnect)
            return;
        switch (await Account.SignInAsync(Input.Name, Input.Password))
        {
            case { Succeeded: true }:
                Navigation.NavigateTo(LocalPath.Or(ReturnUrl, "/"));
                break;
            case { RequiresTwoFactor: true }:
                Navigation.NavigateTo(CodePage.For(ReturnUrl));
                break;
            default:
                _errors.Add(Say("The name or the password is not right, or there were too many attempts. After five wrong ones wait a quarter of an hour."));
                break;
        }
    }

    internal sealed class NameAndPassword
    {
        public string Name { get; set; } = "";

        public string Password { get; set; } = "";
    }
}
