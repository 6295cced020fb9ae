using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Passkeys;

/// <summary>The part of one's own account that has the passkeys.</summary>
public sealed partial class PasskeySection
{
    private const string Added = "passkey-added";
    private const string Renamed = "passkey-renamed";
    private const string Removed = "passkey-removed";

    private readonly List<string> _errors = [];
    private IReadOnlyList<UserPasskeyInfo> _passkeys = [];
    private bool _isForThem;
    private bool _isForHost;

    [SupplyParameterFromForm]
    internal PasskeyInput Passkey { get; set; } = default!;

    /// <summary>Who is signed in.</summary>
    [Parameter, EditorRequired]
    public User Person { get; set; } = default!;

    /// <summary>What was just done.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    [Inject]
    private OwnPasskeys Own { get; set; } = default!;

    [Inject]
    private PasskeyHost Host { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string? DoneWords => Done switch
    {
        Added => Say("The passkey is added. You can sign in with it from now on."),
        Renamed => Say("The passkey has its new name."),
        Removed => Say("The passkey is removed. All your other sessions have ended."),
        _ => null,
    };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Passkey ??= new PasskeyInput();
        (_isForThem, _isForHost) = (await Own.AreForAsync(Person), Host.IsFor(Http.Request));
        if (_isForThem)
            _passkeys = await Own.ListAsync(Person);
    }

    private async Task AfterAsync(string done, Task<string?> change)
    {
        if (await change is { } problem)
            _errors.Add(problem);
        else
            Navigation.NavigateTo($"{AccountPage.Path}?{nameof(Done)}={done}");
    }
}
