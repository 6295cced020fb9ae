using AngleSharp.Dom;
using Bunit;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Findings;

/// <summary>The findings on the page, each mended with a click.</summary>
public sealed class FindingsPageTests : SubscriptionsPageTest
{
    private const string Signed = "sign.signer.signed";

    private static string[] Everything => [.. EventTypePresets.Everything.EventTypes];

    [Fact]
    public async Task MissingEventTypes_AreAddedThroughTheDifference()
    {
        await Host.CreateCurrentAsync([.. Everything.Except([Signed])]);
        await OpenAsync();

        await FixAsync("missingEventTypes");
        await UntilAsync(() => InDialog("review").Count == 1, "the difference");
        Assert.Contains("Signer: Signed", Assert.Single(InDialog("diff-added")).TextContent, StringComparison.Ordinal);
        Assert.Equal(0, Penneo.Calls(PenneoCall.CurrentReplace));
        await AnswerAsync("edit-save");

        await GoneAsync("missingEventTypes");
        Assert.Contains(Signed, Assert.Single(Penneo.CurrentSubscriptions).EventTypes);
    }

    [Fact]
    public async Task MissingEventTypes_WithoutACurrentOne_OpenTheFormWithThem()
    {
        await Host.ActiveAsync();
        await OpenAsync();

        await FixAsync("missingEventTypes");
        await ClickAsync("choose-types");
        await UntilAsync(() => All("event-type").Count > 0, "the types");
        Assert.Equal(13, All("event-type").Count(x => x.HasAttribute("checked")));
        await ClickAsync("create-current-button");

        await GoneAsync("missingEventTypes");
        Assert.Equal("/subscriptions/move", Find("legacyInUse")!.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Paused_IsResumed()
    {
        var row = await Host.CreateCurrentAsync(Everything);
        await Host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), cancellationToken: Xunit.TestContext.Current.CancellationToken);
        await OpenAsync();
        Assert.Equal("warning", Find("paused")!.GetAttribute("data-severity"));

        await FixAsync("paused");

        await GoneAsync("paused");
        Assert.Equal("active", States);
    }

    [Fact]
    public async Task Paused_ThatPenneoDoesNotResume_SaysSoAtThePlace()
    {
        var row = await Host.CreateCurrentAsync(Everything);
        await Host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), cancellationToken: Xunit.TestContext.Current.CancellationToken);
        await OpenAsync();
        Penneo.Fail(PenneoCall.CurrentReplace, Answers.Error(422, "Too many active."));

        await FixAsync("paused");

        await UntilAsync(() => All("finding-failure").Count == 1, "the failure");
        Assert.Contains("Too many active.", Text("finding-failure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unconfirmed_IsConfirmed()
    {
        await Host.CreateAsync(autoConfirm: false);
        await Host.UntilAsync(1, x => x.ConfirmationReceivedAt is not null, "the token");
        Host.Clock.Advance(TimeSpan.FromMinutes(2));
        await OpenAsync();

        await FixAsync("unconfirmed");

        await GoneAsync("unconfirmed");
        Assert.Equal("active", States);
    }

    [Fact]
    public async Task Doubled_IsPaused_AfterAQuestion()
    {
        await Host.CreateCurrentAsync(Everything);
        await Host.CreateCurrentAsync(Everything);
        await OpenAsync();

        await FixAsync("doubled");
        await UntilAsync(() => Dialog.Contains("brings the same", StringComparison.Ordinal) || Dialog.Contains("bringing the same", StringComparison.Ordinal), "the question");
        await AnswerAsync("confirm-yes");

        await GoneAsync("doubled");
        Assert.Equal("active paused", States);
    }

    [Fact]
    public async Task MissingSecret_IsEntered()
    {
        var row = await Host.CreateCurrentAsync(Everything);
        await Host.Secrets.ForgetAsync(row.Id, Xunit.TestContext.Current.CancellationToken);
        Penneo.TellsSecrets = false;
        await OpenAsync();

        await FixAsync("secretMissing");
        await UntilAsync(() => Dialogs.FindAll("[data-testid=secret-dialog] input").Count > 0, "the dialog");
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=secret-dialog] input").InputAsync("3fa85f64-5717-4562-b3fc-2c963f66afa6"));
        await Dialogs.InvokeAsync(() => { _ = Dialogs.Find("[data-testid=secret-dialog] form").SubmitAsync(); });

        await GoneAsync("secretMissing");
        Assert.Equal("3fa85f64-5717-4562-b3fc-2c963f66afa6", Host.SecretOf(row.Id));
    }

    [Fact]
    public async Task NothingYet_ShowsNoFindings()
    {
        await OpenAsync();
        Assert.DoesNotContain(All("finding"), x => x.GetAttribute("data-kind") is not "clockOff");
    }

    private IElement? Find(string kind) => All("finding").FirstOrDefault(x => x.GetAttribute("data-kind") == kind);

    private IReadOnlyList<IElement> InDialog(string testId) => Dialogs.FindAll($"[data-testid={testId}]");

    private async Task FixAsync(string kind)
    {
        await UntilAsync(() => All("findings").Count == 1, "the findings");
        if (All("findings-all") is [var all] && all.GetAttribute("aria-expanded") == "false")
            await ClickAsync("findings-all");
        await UntilAsync(() => Find(kind) is not null, kind);
        await Page.InvokeAsync(() => { _ = Find(kind)!.QuerySelector("[data-testid=finding-fix]")!.ClickAsync(); });
    }

    private Task GoneAsync(string kind) => UntilAsync(() => Find(kind) is null, $"{kind} is gone");
}
