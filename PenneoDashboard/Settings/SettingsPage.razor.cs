using Microsoft.AspNetCore.Components;
using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Settings;

namespace PenneoDashboard.Settings;

/// <summary>The connection to Penneo: choose, enter, try and save.</summary>
public sealed partial class SettingsPage : IDisposable
{
    private const string Environment = "environment";
    private const string Method = "method";

    private readonly CancellationTokenSource _leaving = new();
    private SettingsForm _form = default!;
    private IReadOnlyDictionary<string, string[]> _errors = new Dictionary<string, string[]>();
    private ConnectionTestResult? _result;
    private Busy? _busy;
    private string? _status;
    private string? _failure;

    private enum Busy
    {
        Saving,
        Testing,
    }

    [Inject]
    private SettingsEditor Editor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ILogger<SettingsPage> Logger { get; set; } = default!;

    private string? EnvironmentNote => Note(Environment)
        ?? (_form.Environment != _form.Saved.Environment
            ? Say($"Subscriptions and events made so far belong to {Say(_form.Saved.Environment.ToString())} and stay listed. To keep environments apart, give each a data folder of its own.")
            : null);

    protected override void OnInitialized() => _form = new SettingsForm(Editor.View());

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private bool IsConfigured(string name) => _form.Saved.Of(name).Origin == SettingOrigin.Configuration;

    private string? Note(string name) => IsConfigured(name) ? ConnectionWords.SetBy(_form.Saved.Of(name)) : null;

    private string[] ErrorsOf(string name) => _errors.GetValueOrDefault(name) ?? [];

    private void ChooseEnvironment(PenneoEnvironment environment)
    {
        _form.Environment = environment;
        Touched();
    }

    private void ChooseMethod(AuthenticationMethod method)
    {
        _form.Method = method;
        Touched();
    }

    private void ToggleSpare(SettingView setting)
    {
        if (_form.IsRemoved(setting))
            _form.Keep(setting);
        else
            _form.Remove(setting);
        Touched();
    }

    // What was said of other settings no longer holds.
    private void Touched() => (_errors, _result, _status, _failure) = (new Dictionary<string, string[]>(), null, null, null);

    private void Discard()
    {
        _form = new SettingsForm(Editor.View());
        Touched();
    }

    private Task SaveAsync() => DoAsync(Busy.Saving, async () =>
    {
        var before = _form.Saved.Environment;
        _errors = await Editor.SaveAsync(_form.Input, _leaving.Token);
        if (_errors.Count > 0)
        {
            _status = Say("Nothing was saved: see what is marked above.");
            return;
        }

        _form = new SettingsForm(Editor.View());
        _status = Say("Saved, and in use from now on.");

        // The frame around the page names the environment, and has the simulator in its menu or not.
        if (before != _form.Saved.Environment)
            Navigation.NavigateTo(Navigation.Uri, replace: true);
    });

    private Task TestAsync() => DoAsync(Busy.Testing, async () =>
    {
        (_errors, _result) = await Editor.TestAsync(_form.Input, _leaving.Token);
        _status = _errors.Count > 0 ? Say("Nothing was asked: see what is marked above.") : null;
    });

    private async Task DoAsync(Busy what, Func<Task> work)
    {
        Touched();
        _busy = what;
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // Nobody is there any more to be told.
        }
        catch (Exception e)
        {
            Logger.LogError(e, "The settings could not be saved or tested");
            _failure = e.Message;
        }
        finally
        {
            _busy = null;
        }
    }
}
