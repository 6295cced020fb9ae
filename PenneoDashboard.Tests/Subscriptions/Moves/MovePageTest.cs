using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Moves;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

/// <summary>The pages of moves in front of the whole app, which talks over HTTP to a <see cref="FakePenneo"/>.</summary>
public abstract class MovePageTest : ComponentTest, IAsyncLifetime
{
    private IRenderedComponent<MudDialogProvider> _dialogs = null!;
    private IRenderedComponent<IComponent> _page = null!;

    internal MovesHost Moves { get; private set; } = null!;

    internal FakePenneo Penneo => Moves.Penneo;

    public async ValueTask InitializeAsync()
    {
        Moves = await MovesHost.StartAsync();
        Use<SubscriptionService>();
        Use<SubscriptionChanges>();
        Use<MovePlanner>();
        Use<MoveService>();
        Use<MoveReader>();
        Use<SwitchingOff>();
        Use<PublicAddress>();
        Use<IOptions<PenneoOptions>>();
        Use<TimeProvider>();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await Moves.DisposeAsync();
    }

    protected async Task OpenListAsync()
    {
        _dialogs = Render<MudDialogProvider>();
        _page = Render<MovesPage>();
        await UntilAsync(() => All("refresh-plan") is [var refresh] && !refresh.HasAttribute("disabled"), "the page has asked Penneo");
    }

    protected async Task OpenAsync(long id)
    {
        _dialogs = Render<MudDialogProvider>();
        _page = Render<MovePage>(x => x.Add(p => p.Id, id));
        await UntilAsync(() => All("loading").Count == 0, "the move is read");
    }

    protected string Markup => _page.Markup;

    protected string Location => Services.GetRequiredService<NavigationManager>().Uri;

    protected IReadOnlyList<IElement> All(string testId) => _page.FindAll($"[data-testid={testId}]");

    protected string Text(string testId) => string.Join(' ', All(testId).Select(x => x.TextContent));

    protected string? Step => All("move-steps") is [var steps] ? steps.GetAttribute("data-step") : null;

    protected string? Count(string testId) => All(testId) is [var count] ? count.GetAttribute("data-count") : null;

    /// <summary>Moves the clock on a little at each look, since the page rests between two renders.</summary>
    protected Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, () =>
    {
        // An answer under way must not come too late because the machine is busy.
        if (!Penneo.IsAnswering)
            Moves.Host.Clock.Advance(TimeSpan.FromMilliseconds(20));
    });

    protected async Task ClickAsync(string testId, int at = 0)
    {
        await UntilAsync(() => All(testId).Count > at && !All(testId)[at].HasAttribute("disabled"), $"{testId} can be clicked");

        // Not awaited to its end: what it sets going may wait for the clock.
        await _page.InvokeAsync(() => { _ = All(testId)[at].ClickAsync(); });
    }

    protected Task InvokeAsync(Func<Task> call) => _page.InvokeAsync(call);

    /// <summary>What the dialog asks.</summary>
    protected string Dialog => _dialogs.Find("[data-testid=confirm-dialog]").TextContent;

    protected async Task AnswerAsync(string testId)
    {
        await UntilAsync(() => _dialogs.FindAll($"[data-testid={testId}]").Count > 0, "the dialog");
        await _dialogs.InvokeAsync(() => { _ = _dialogs.Find($"[data-testid={testId}]").ClickAsync(); });
    }

    private void Use<T>()
        where T : class => Services.AddTransient(_ => Moves.Get<T>());
}
