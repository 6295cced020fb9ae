using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Tokens;

namespace PenneoDashboard.Settings.Tokens;

/// <summary>The tokens of programs: make one, see it once, see when it was used, take it back.</summary>
public sealed partial class TokensPage
{
    private const int UsualDays = 90;

    private IReadOnlyList<ApiTokenItem>? _tokens;
    private NewApiToken? _new;
    private Dictionary<string, string[]> _problems = [];
    private string? _name;
    private Role _role = Role.Viewer;
    private int _days = UsualDays;
    private string? _status;
    private string? _failure;
    private bool _busy;

    [Inject]
    private ApiTokens Tokens { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ILogger<TokensPage> Logger { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Session { get; set; } = default!;

    // 0 is for ever.
    private static IEnumerable<(int Days, string Text)> Ends => [(30, Say("30 days")), (UsualDays, Say("90 days")), (365, Say("A year")), (0, Say("No end"))];

    private List<string> Errors => [.. _problems.Values.SelectMany(x => x)];

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => DoAsync(() => Task.CompletedTask);

    private Task CreateAsync() => DoAsync(async () =>
    {
        DateTimeOffset? end = _days == 0 ? null : Time.GetUtcNow().AddDays(_days);
        _problems = Tokens.Problems(_name, end);
        if (_problems.Count > 0)
            return;
        _new = await Tokens.CreateAsync(_name!, _role, end, (await Session).User.Identity?.Name ?? "");
        _name = "";
    });

    private async Task RevokeAsync(ApiTokenItem token)
    {
        if (await Dialogs.ShowMessageBoxAsync(Say($"Take {token.Name} back?"), Say("Programs that use it are refused at once. It can't be given back."), Say("Take back"), cancelText: Say("Cancel")) != true)
            return;
        await DoAsync(async () =>
        {
            await Tokens.RevokeAsync(token.Id);
            _status = Say($"{token.Name} was taken back.");
        });
    }

    private async Task DoAsync(Func<Task> work)
    {
        (_busy, _failure, _status, _new, _problems) = (true, null, null, null, []);
        try
        {
            await work();
            _tokens = await Tokens.ListAsync();
        }
        catch (Exception e)
        {
            Logger.LogError(e, "The API tokens could not be read or changed");
            _failure = e.Message;
        }
        finally
        {
            _busy = false;
        }
    }
}
