using Microsoft.AspNetCore.Components;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.TwoStep;

/// <summary>The part of <c>/account</c> where somebody with a password turns their second step on and off.</summary>
public sealed partial class TwoStepSection
{
    /// <summary>Where it is, so that nobody has to scroll for what is shown once.</summary>
    public const string Address = AccountPage.Path + "#" + Anchor;

    private const string Anchor = "two-step";
    private const string OffDone = "two-step-off";
    private const string MakeCodes = "codes";
    private const string TurnOff = "off";
    private const string Issuer = "PenneoDashboard";
    private const int KeyGroup = 4;

    private readonly List<string> _problems = [];
    private IReadOnlyList<string> _codes = [];
    private NewKey? _key;
    private int _left;

    [Parameter, EditorRequired]
    public User User { get; set; } = default!;

    /// <summary>Nothing else is open to them until they have turned it on.</summary>
    [Parameter]
    public bool IsRequired { get; set; }

    [SupplyParameterFromForm]
    internal Fields Input { get; set; } = default!;

    /// <summary>What was just done.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    [Inject]
    private TwoStepAccount TwoStep { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new Fields();
        _left = await TwoStep.CountCodesAsync(User);
    }

    // As authenticator apps read it: github.com/google/google-authenticator/wiki/Key-Uri-Format.
    private string KeyAddress(NewKey key) => $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(User.UserName!)}?secret={key.Text}&issuer={Issuer}&digits={OneTimeCodes.Digits}";

    // One form for both of its steps, so that a key that is too old leads back to the first.
    private async Task TurnOnAsync()
    {
        if (string.IsNullOrEmpty(Input.Sealed))
        {
            _key = await TwoStep.BeginAsync(User, Input.Present);
            if (_key is null)
                _problems.Add(Account.WrongPresentPassword);
            return;
        }

        _key = TwoStep.Open(User, Input.Sealed);
        if (_key is null)
            _problems.Add(Say("That took too long, or your account has changed since. Begin again."));
        else
            Show(await TwoStep.ConfirmAsync(User, _key, Input.Code));
    }

    private async Task ChangeAsync()
    {
        if (Input.What == TurnOff)
            Show(await TwoStep.TurnOffAsync(User, Input.Present));
        else
            Show(await TwoStep.MakeCodesAsync(User, Input.Present));
        if (_problems.Count == 0 && Input.What == TurnOff)
            Navigation.NavigateTo($"{AccountPage.Path}?{nameof(Done)}={OffDone}#{Anchor}");
    }

    private void Show(TwoStepChange change)
    {
        if (change.Problem is { } problem)
            _problems.Add(problem);
        if (change.Codes.Count > 0)
            (_codes, _left) = (change.Codes, change.Codes.Count);
    }

    // What a form does not send is null.
    internal sealed class Fields
    {
        public string? Present { get; set; }

        public string? Code { get; set; }

        public string? Sealed { get; set; }

        public string? What { get; set; }
    }
}
