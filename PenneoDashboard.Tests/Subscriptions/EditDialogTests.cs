using AngleSharp.Dom;
using Bunit;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

/// <summary>Changing a current subscription on the page.</summary>
public sealed class EditDialogTests : SubscriptionsPageTest
{
    private const string Signed = "sign.signer.signed";
    private const string Completed = "sign.casefile.completed";
    private const string Newer = "sign.signer.waved";

    private SubscriptionView _row = null!;

    private FakeCurrentSubscription There => Assert.Single(Penneo.CurrentSubscriptions);

    [Fact]
    public async Task Change_ShowsTheDifference_ThenSavesEverything()
    {
        await OpenDialogAsync();
        Assert.True(In("edit-review")[0].HasAttribute("disabled"));
        await CheckAsync(Completed, true);
        await CheckAsync(Signed, false);
        await PressAsync("edit-review");

        await UntilAsync(() => In("review").Count == 1, "the difference");
        Assert.Contains("Casefile: Completed", Assert.Single(In("diff-added")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Signer: Signed", Assert.Single(In("diff-removed")).TextContent, StringComparison.Ordinal);
        Assert.Contains("1 event type is kept", In("review")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(0, Penneo.Calls(PenneoCall.CurrentReplace));
        await PressAsync("edit-save");

        await UntilAsync(() => In("edit-dialog").Count == 0, "the dialog closes");
        Assert.Equal([PenneoVocabulary.TestEventType, Completed], There.EventTypes);
        Assert.Equal((_row.Endpoint, true), (There.Endpoint, There.IsActive));
        await UntilAsync(() => Text("event-types").Contains("Casefile: Completed. Test events.", StringComparison.Ordinal), "the row");
    }

    [Fact]
    public async Task ChangedElsewhereBefore_IsSaidAndKept()
    {
        await OpenDialogAsync(() => Penneo.ChangeCurrent(_row.PenneoId!, x => x with { EventTypes = [Signed, Newer] }));

        Assert.Contains("changed at Penneo by someone else", Assert.Single(In("changed-elsewhere")).TextContent, StringComparison.Ordinal);
        Assert.Contains(Newer, Assert.Single(In("diff-added")).TextContent, StringComparison.Ordinal);
        await CheckAsync(Completed, true);
        await PressAsync("edit-review");
        await PressAsync("edit-save");

        await UntilAsync(() => In("edit-dialog").Count == 0, "the dialog closes");
        Assert.Equal([Signed, Newer, Completed], There.EventTypes);
    }

    [Fact]
    public async Task ChangedElsewhereMeanwhile_SavesNothing_AndPutsTheChangeOnTop()
    {
        await OpenDialogAsync();
        await CheckAsync(Completed, true);
        await PressAsync("edit-review");
        await UntilAsync(() => In("review").Count == 1, "the difference");
        Penneo.ChangeCurrent(_row.PenneoId!, x => x with { EventTypes = [Newer, PenneoVocabulary.TestEventType], IsActive = false });

        await PressAsync("edit-save");
        await UntilAsync(() => In("changed-elsewhere").Count == 1, "it is said");
        Assert.Contains("nothing was saved", In("changed-elsewhere")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(0, Penneo.Calls(PenneoCall.CurrentReplace));
        Assert.Contains(Completed, In("review")[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Newer, In("review")[0].TextContent, StringComparison.Ordinal);

        await PressAsync("edit-save");
        await UntilAsync(() => In("edit-dialog").Count == 0, "the dialog closes");
        Assert.Equal([Newer, PenneoVocabulary.TestEventType, Completed], There.EventTypes);
        Assert.False(There.IsActive);
    }

    [Fact]
    public async Task AnswerLost_TryAgainFindsItDone()
    {
        await OpenDialogAsync();
        await CheckAsync(Completed, true);
        await PressAsync("edit-review");
        Penneo.Fail(PenneoCall.CurrentReplace, async http =>
        {
            Penneo.ChangeCurrent(_row.PenneoId!, x => x with { EventTypes = [Signed, PenneoVocabulary.TestEventType, Completed] });
            await Answers.Error(500, "Oops.")(http);
        });

        await PressAsync("edit-save");
        await UntilAsync(() => In("edit-failure").Count == 1, "the failure");
        Assert.Contains("It may not have been changed", In("edit-failure")[0].TextContent, StringComparison.Ordinal);
        await PressAsync("try-again");

        await UntilAsync(() => In("edit-dialog").Count == 0, "the dialog closes");
        Assert.Equal(1, Penneo.Calls(PenneoCall.CurrentReplace));
    }

    [Fact]
    public async Task Unreadable_SaysWhyAndCanBeTriedAgain()
    {
        await StartAsync();
        Penneo.Fail(PenneoCall.CurrentRead, Answers.Error(403, "Not yours."));
        await ClickAsync("edit-subscription");
        await UntilAsync(() => In("edit-failure").Count == 1, "the failure");
        Assert.Empty(In("edit-review"));
        Penneo.Heal();

        await PressAsync("try-again");

        await UntilAsync(() => In("event-type-picker").Count == 1, "the form");
    }

    [Fact]
    public async Task Nonsense_CanNotBeReviewed()
    {
        await OpenDialogAsync();
        await CheckAsync(Signed, false);
        await CheckAsync(PenneoVocabulary.TestEventType, false);

        await UntilAsync(() => In("edit-problem").Count == 1, "the reason");
        Assert.Contains("at least one event type", In("edit-problem")[0].TextContent, StringComparison.Ordinal);
        Assert.True(In("edit-review")[0].HasAttribute("disabled"));
    }

    private async Task StartAsync()
    {
        _row = await Host.CreateCurrentAsync(Signed, PenneoVocabulary.TestEventType);
        await OpenAsync();
    }

    private async Task OpenDialogAsync(Action? before = null)
    {
        await StartAsync();
        before?.Invoke();
        await ClickAsync("edit-subscription");
        await UntilAsync(() => In("event-type-picker").Count == 1, "the form");
    }

    private IReadOnlyList<IElement> In(string testId) => Dialogs.FindAll($"[data-testid={testId}]");

    private Task CheckAsync(string eventType, bool chosen) =>
        Dialogs.InvokeAsync(() => In("event-type").Single(x => x.GetAttribute("data-event-type") == eventType).ChangeAsync(chosen));

    private async Task PressAsync(string testId)
    {
        await UntilAsync(() => In(testId) is [var button] && !button.HasAttribute("disabled"), $"{testId} can be pressed");
        await Dialogs.InvokeAsync(() => { _ = In(testId)[0].ClickAsync(); });
    }
}
