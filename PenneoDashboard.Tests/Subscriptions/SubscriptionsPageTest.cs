using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;
using PenneoDashboard.Subscriptions.Keys;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

/// <summary>The page in front of the whole app, which talks over HTTP to a <see cref="FakePenneo"/>.</summary>
public abstract class SubscriptionsPageTest : ComponentTest, IAsyncLifetime
{
    private IRenderedComponent<MudDialogProvider> _dialogs = null!;

    internal SubscriptionsHost Host { get; private set; } = null!;

    internal FakePenneo Penneo => Host.Penneo;

    protected IRenderedComponent<SubscriptionsPage> Page { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await SubscriptionsHost.StartAsync();
        Use<SubscriptionStore>();
        Use<SubscriptionService>();
        Use<CurrentSubscriptions>();
        Services.AddSingleton(Host.Secrets);
        Use<PenneoSync>();
        Use<KeyRotation>();
        Use<SubscriptionChanges>();
        Use<FindingsReader>();
        Services.AddSingleton(Host.App.Services.GetRequiredService<ReceiverProbe>());
        Use<PublicAddress>();
        Use<IOptions<PenneoOptions>>();
        Use<TimeProvider>();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await Host.DisposeAsync();
    }

    protected void Use<T>()
        where T : class => Services.AddTransient(_ => Host.App.Services.GetRequiredService<T>());

    protected async Task OpenAsync()
    {
        _dialogs = Render<MudDialogProvider>();
        Page = Render<SubscriptionsPage>();
        await UntilAsync(() => All("refresh-subscriptions") is [var refresh] && !refresh.HasAttribute("disabled"), "the page has asked Penneo");
    }

    protected IReadOnlyList<IElement> All(string testId) => Page.FindAll($"[data-testid={testId}]");

    protected string Text(string testId) => string.Join(' ', All(testId).Select(x => x.TextContent));

    /// <summary>The state of each row, in order.</summary>
    protected string States => string.Join(' ', All("subscription-row").Select(x => x.GetAttribute("data-state")));

    /// <summary>The guide's steps that are done, of the first row that has a guide.</summary>
    protected string DoneSteps => string.Join(' ', All("guide-step").Take(5).Where(x => x.GetAttribute("data-done") == "true").Select(x => x.GetAttribute("data-step")));

    /// <summary>Moves the clock on a little at each look, since the page rests between two renders.</summary>
    protected Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, () =>
    {
        // An answer under way must not come too late because the machine is busy.
        if (!Penneo.IsAnswering)
            Host.Clock.Advance(TimeSpan.FromMilliseconds(20));
    });

    protected async Task ClickAsync(string testId, int at = 0)
    {
        await UntilAsync(() => All(testId).Count > at && !All(testId)[at].HasAttribute("disabled"), $"{testId} can be clicked");

        // Not awaited to its end: what it sets going may wait for the clock.
        await Page.InvokeAsync(() => { _ = All(testId)[at].ClickAsync(); });
    }

    /// <summary>Presses one of the legacy form's buttons.</summary>
    protected async Task CreateLegacyAsync(string testId)
    {
        if (All("create-legacy").Count == 0)
            await ClickAsync("service-legacy");
        await ClickAsync(testId);
    }

    protected IRenderedComponent<MudDialogProvider> Dialogs => _dialogs;

    protected string Dialog => _dialogs.Find("[data-testid=confirm-dialog]").TextContent;

    protected async Task AnswerAsync(string testId)
    {
        await UntilAsync(() => _dialogs.FindAll($"[data-testid={testId}]").Count > 0, "the dialog");
        await _dialogs.InvokeAsync(() => { _ = _dialogs.Find($"[data-testid={testId}]").ClickAsync(); });
    }
}
