using Microsoft.AspNetCore.Components;
using PenneoDashboard.Language;
using PenneoDashboard.Security.Company;
using PenneoDashboard.Security.SignIn;

namespace PenneoDashboard.Security.TwoStep;

/// <summary>Where somebody who has given the right password gives a code. Either field takes either kind, since people mix them up.</summary>
public sealed partial class CodePage
{
    public const string Path = "/sign-in/code";

    private readonly List<string> _errors = [];

    [SupplyParameterFromForm]
    internal TypedCode Input { get; set; } = default!;

    /// <summary>The page that was asked for.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>Asks for a recovery code instead.</summary>
    [SupplyParameterFromQuery]
    public bool Recovery { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private TwoStepAccount TwoStep { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>Its address.</summary>
    internal static string For(string? returnUrl, bool recovery = false)
    {
        var query = QueryString.Create(nameof(ReturnUrl), LocalPath.Or(returnUrl, "/"));
        return Path + (recovery ? query.Add(nameof(Recovery), "true") : query);
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new TypedCode();
        if (HttpMethods.IsGet(Http.Request.Method) && !await TwoStep.IsAwaitedAsync())
            Navigation.NavigateTo(SignInPage.Path + QueryString.Create(nameof(ReturnUrl), LocalPath.Or(ReturnUrl, "/")));
    }

    private async Task EnterAsync()
    {
        if (!await TwoStep.IsAwaitedAsync())
            Navigation.NavigateTo(CompanyAccount.SignInWith(CompanyProblem.Stale, ReturnUrl));
        else if (await TwoStep.EnterAsync(Input.Code))
            Navigation.NavigateTo(LocalPath.Or(ReturnUrl, "/"));
        else
            _errors.Add(Say("This code is not right or was used already, or there were too many attempts. After five wrong ones wait a quarter of an hour."));
    }

    internal sealed class TypedCode
    {
        public string? Code { get; set; }
    }
}
