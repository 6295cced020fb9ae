using Bunit;
using PenneoDashboard.Subscriptions.Moves;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

public sealed class MovePageTests : MovePageTest
{
    [Fact]
    public async Task List_WithoutLegacy_HasNothingToMove()
    {
        await OpenListAsync();

        Assert.Contains("There is nothing to move", Text("empty-state"), StringComparison.Ordinal);
        Assert.Contains("6 days are left", Text("shutdown-note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ShowsEachEndpoint_AndBeginsAMove()
    {
        await Moves.Host.ActiveAsync("casefile");
        Penneo.Add("signer", MovesHost.Foreign + "?<b>x</b>");
        await OpenListAsync();

        Assert.Equal(2, All("move-group").Count);
        Assert.Contains("To this dashboard", All("move-group")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains(MovesHost.Foreign + "?<b>x</b>", All("move-group")[1].TextContent, StringComparison.Ordinal);
        await ClickAsync("begin-move");
        await UntilAsync(() => Location.EndsWith("/subscriptions/move/1", StringComparison.Ordinal), "the move's page");
        await UntilAsync(() => All("move") is [var move] && move.GetAttribute("data-step") == "plan", "the move in the list");
    }

    [Fact]
    public async Task List_WhenPenneoFails_ShowsWhatIsKnown_AndTriesAgain()
    {
        await Moves.Host.ActiveAsync("casefile");
        Penneo.Fail(PenneoCall.List, Answers.Error(403, "No webhook rights."));
        await OpenListAsync();

        Assert.Contains("No webhook rights.", Text("refresh-failure"), StringComparison.Ordinal);
        Assert.Single(All("move-group"));
        Penneo.Heal();
        await ClickAsync("try-again");
        await UntilAsync(() => All("refresh-failure").Count == 0, "Penneo answers");
    }

    [Fact]
    public async Task Unknown_SaysSo()
    {
        await OpenAsync(99);

        Assert.Contains("There is no move 99", Text("empty-state"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ShowsTheMapping_KeepsEachChange_AndWarnsOfWhatIsLeftOut()
    {
        var id = await Moves.BeginAsync();
        await OpenAsync(id);
        Assert.Equal(("plan", 16), (Step, All("mapped-type").Count));
        Assert.Empty(All("left-out"));

        await ClickAsync("preset", at: 2);
        await UntilAsync(() => All("left-out").Count == 1, "the warning");
        Assert.Contains("12 event types that legacy brings are left out", Text("left-out"), StringComparison.Ordinal);
        await UntilAsync(() => Moves.FindAsync(id).GetAwaiter().GetResult().EventTypes.Count == 2, "it is stored");

        await ClickAsync("plan-ready");
        await UntilAsync(() => Step == "create", "the next step");
        await ClickAsync("back-to-plan");
        await UntilAsync(() => Step == "plan", "the step before");
        Assert.Contains("2 event types", Text("plan-step"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Compare_SwitchOff()
    {
        var id = await Moves.BeginAsync();
        await OpenAsync(id);
        await ClickAsync("plan-ready");
        await UntilAsync(() => Text("limit").Contains("none is in use", StringComparison.Ordinal), "how many are in use");
        await ClickAsync("create-current-of-move");
        await UntilAsync(() => Step == "sideBySide", "both run");
        Assert.Equal("noEvent", All("verdict")[0].GetAttribute("data-reason"));

        Moves.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        var late = Moves.Casefile(1);
        await Moves.SendLegacyAsync(late);
        await UntilAsync(() => Count("count-waiting") == "1", "what came");
        Assert.Equal("true", Assert.Single(All("difference")).GetAttribute("data-waiting"));
        Moves.Host.Clock.Advance(MoveComparer.Grace);
        await UntilAsync(() => Count("count-legacy") == "1", "it is missed");
        Assert.Equal("missing", All("verdict")[0].GetAttribute("data-reason"));
        Assert.Contains("Only through legacy", Text("difference"), StringComparison.Ordinal);
        Assert.Equal("/events/1", All("difference")[0].QuerySelector("a")!.GetAttribute("href"));

        await Moves.SendCurrentAsync(late);
        await Moves.SendBothAsync(Moves.Signer(2));
        await UntilAsync(() => All("verdict")[0].GetAttribute("data-safe") == "true", "it is safe");
        Assert.Equal("2", Count("count-both"));

        await ClickAsync("switch-off");
        await UntilAsync(() => Dialog.Contains("2 legacy subscriptions are deleted at Penneo for good.", StringComparison.Ordinal), "the question");
        await AnswerAsync("confirm-no");
        Assert.Equal("sideBySide", Step);
        await ClickAsync("switch-off");
        await AnswerAsync("confirm-yes");
        await UntilAsync(() => All("move-finished").Count == 1, "the end");
        Assert.Equal(["deleted", "deleted"], All("legacy").Select(x => x.GetAttribute("data-outcome")));
        Assert.Equal("2", Count("count-both"));
        Assert.Empty(All("undo-move"));
        Assert.Empty(Penneo.Subscriptions);
    }

    [Fact]
    public async Task Anew_ForgetsWhatIsMissing()
    {
        var id = await Moves.RunningAsync();
        await Moves.SendLegacyAsync(Moves.Casefile(1));
        Moves.Host.Clock.Advance(MoveComparer.Grace);
        await OpenAsync(id);
        await UntilAsync(() => Count("count-legacy") == "1", "it is missed");

        await ClickAsync("compare-anew");

        await UntilAsync(() => Count("count-legacy") == "0" && All("difference").Count == 0, "it is forgotten");
    }

    [Fact]
    public async Task Refusal_IsExplained_AndTriedAgain()
    {
        var id = await Moves.BeginAsync();
        await Moves.ChangeAsync(id, isReady: true);
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(409, "One exists."));
        await OpenAsync(id);

        await ClickAsync("create-current-of-move");
        await UntilAsync(() => Text("create-failure").Contains("only one current subscription for an endpoint", StringComparison.Ordinal), "why");
        Penneo.Heal();
        await ClickAsync("create-current-of-move");

        await UntilAsync(() => Step == "sideBySide", "both run");
    }

    [Fact]
    public async Task UnknownOutcome_IsShownAfterARestart_AndFoundOut()
    {
        var id = await Moves.BeginAsync();
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(500, "Oops."));
        await Moves.Host.FailureAsync(() => Moves.CreateAsync(id));
        Penneo.Heal();
        await Moves.Host.RestartAsync();
        await OpenAsync(id);

        Assert.Contains("Nobody knows whether it was created", Text("create-failure"), StringComparison.Ordinal);
        await ClickAsync("create-current-of-move");

        await UntilAsync(() => Step == "sideBySide", "both run");
        Assert.Single(Penneo.CurrentSubscriptions);
    }

    [Fact]
    public async Task Undone_AfterAQuestion()
    {
        var id = await Moves.RunningAsync();
        await OpenAsync(id);

        await ClickAsync("undo-move");
        await UntilAsync(() => Dialog.Contains("legacy ones go on untouched", StringComparison.Ordinal), "the question");
        await AnswerAsync("confirm-yes");

        await UntilAsync(() => Location.EndsWith("/subscriptions/move", StringComparison.Ordinal), "the list");
        Assert.Empty(Penneo.CurrentSubscriptions);
        Assert.Equal(2, Penneo.Subscriptions.Count);
    }

    [Fact]
    public async Task SwitchingOff_ThatFailsHalfWay_IsGoneOnWith()
    {
        var id = await Moves.RunningAsync();
        await OpenAsync(id);
        Penneo.Fail(PenneoCall.Delete, Answers.Error(403, "Not now."));

        await ClickAsync("switch-off");
        await AnswerAsync("confirm-yes");
        await UntilAsync(() => Step == "switchOff" && Text("switch-off-failure").Contains("Not now.", StringComparison.Ordinal), "the failure");
        Penneo.Heal();
        await ClickAsync("try-again");

        await UntilAsync(() => Step == "finished", "the end");
    }

    [Fact]
    public async Task AnotherSystem_IsToldWhatToChange_AndItsSecretOnce()
    {
        Penneo.Add("signer", MovesHost.Foreign);
        var id = await Moves.BeginAsync(MovesHost.Foreign);
        await Moves.ChangeAsync(id, isReady: true);
        await OpenAsync(id);
        Assert.Contains("x-event-id", Text("foreign-needs"), StringComparison.Ordinal);
        Assert.Equal(["C#", "Node.js", "PHP", "Python", "Java"], SignatureSample.All.Select(x => x.Language));
        Assert.Contains("public static class PenneoWebhook", Text("sample"), StringComparison.Ordinal);

        await ClickAsync("create-current-of-move");
        await ClickAsync("show-secret");
        await UntilAsync(() => All("secret-of-move").Count == 1, "the secret");
        Assert.Equal(Assert.Single(Penneo.CurrentSubscriptions).Secret, Text("secret-of-move"));
        await ClickAsync("take-secret");
        await UntilAsync(() => All("secret-box").Count == 0, "it is gone");
        Assert.DoesNotContain(Penneo.CurrentSubscriptions[0].Secret, Markup, StringComparison.Ordinal);

        await ClickAsync("switch-off");
        await AnswerAsync("confirm-yes");
        await UntilAsync(() => Step == "finished", "the end");
        Assert.Empty(Penneo.Subscriptions);
    }
}
