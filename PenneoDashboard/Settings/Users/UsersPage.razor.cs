using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Settings.Users;

/// <summary>Who may sign in: add, change the role, hand out password links, sign out everywhere, turn a second step off, remove.</summary>
public sealed partial class UsersPage
{
    private IReadOnlyList<UserItem>? _users;
    private IReadOnlyList<string> _problems = [];
    private (string Name, string Url)? _link;
    private string? _name;
    private Role _role = Role.Viewer;
    private string? _status;
    private string? _failure;
    private bool _busy;
    private long? _me;

    [Inject]
    private UserDirectory Directory { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ILogger<UsersPage> Logger { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Session { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _me = long.TryParse((await Session).User.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id) ? id : null;
        await ReadAsync();
    }

    private Task ReadAsync() => DoAsync(() => Task.CompletedTask);

    private Task AddAsync() => DoAsync(async () =>
    {
        var (change, user) = await Directory.AddAsync(_name ?? "", _role);
        _problems = change.Problems;
        if (user is null)
            return;
        Show(user, change);
        (_name, _role, _status) = ("", Role.Viewer, Say($"{user.Name} was added."));
    });

    private Task MakeLinkAsync(UserItem user) => DoAsync(async () => Show(user, await Directory.MakePasswordLinkAsync(user.Id)));

    private Task ChangeRoleAsync(UserItem user, Role role) => DoAsync(async () =>
        Tell(await Directory.ChangeRoleAsync(user.Id, role), Say($"{user.Name} now has the role {role.Name()}, and must sign in again.")));

    private Task SignOutAsync(UserItem user) => DoAsync(async () =>
        Tell(await Directory.SignOutEverywhereAsync(user.Id), Say($"{user.Name} is signed out everywhere.")));

    private async Task TurnOffTwoStepAsync(UserItem user)
    {
        if (await Dialogs.ShowMessageBoxAsync(Say($"Turn off two-step sign-in of {user.Name}?"), Say("Be sure that it is they who ask. They are signed out, and their password alone lets them in until they turn it on again."), Say("Turn off"), cancelText: Say("Cancel")) == true)
            await DoAsync(async () => Tell(await Directory.TurnOffTwoStepAsync(user.Id), Say($"{user.Name} now signs in with the password alone.")));
    }

    private async Task RemovePasskeysAsync(UserItem user)
    {
        if (await Dialogs.ShowMessageBoxAsync(Say($"Remove the passkeys of {user.Name}?"), Say("For a lost device. They are signed out, sign in with their password and can add new ones."), Say("Remove"), cancelText: Say("Cancel")) == true)
            await DoAsync(async () => Tell(await Directory.RemovePasskeysAsync(user.Id), Say($"{user.Name} has no passkeys any more.")));
    }

    private async Task RemoveAsync(UserItem user)
    {
        if (await Dialogs.ShowMessageBoxAsync(Say($"Remove {user.Name}?"), user.IsCompanyAccount ? Say("They are signed out. They come back with their next sign-in unless the company account loses its role.") : Say("They are signed out and can't sign in again. What they did stays in the records."), Say("Remove"), cancelText: Say("Cancel")) == true)
            await DoAsync(async () => Tell(await Directory.RemoveAsync(user.Id), Say($"{user.Name} was removed.")));
    }

    private void Show(UserItem user, UserChange change)
    {
        if (change.Link is { } path)
            _link = (user.Name, Navigation.ToAbsoluteUri(path).ToString());
        Tell(change, null);
    }

    private void Tell(UserChange change, string? done) => _status = change.Succeeded ? done : string.Join(' ', change.Problems);

    private async Task DoAsync(Func<Task> work)
    {
        (_busy, _failure, _status, _link, _problems) = (true, null, null, null, []);
        try
        {
            await work();
            _users = await Directory.ListAsync();
        }
        catch (Exception e)
        {
            Logger.LogError(e, "The users could not be read or changed");
            _failure = e.Message;
        }
        finally
        {
            _busy = false;
        }
    }
}
