using Bunit;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Keys;

/// <summary>Replacing a receive key on the page.</summary>
public sealed class ReplaceKeyPageTests : SubscriptionsPageTest
{
    private const string Signed = "sign.signer.signed";

    [Fact]
    public async Task Replaced_ShowsUntilWhenTheOldOneIsTaken_WhenItWasUsed_AndEndsIt()
    {
        var row = await Host.CreateCurrentAsync(Signed);
        var before = Assert.Single(Penneo.CurrentSubscriptions);
        await OpenAsync();

        await ClickAsync("replace-key");
        await UntilAsync(() => Dialogs.FindAll("[data-testid=replace-key-dialog]").Count == 1, "the dialog");
        Assert.Contains("Penneo is given the new address", Dialogs.Markup, StringComparison.Ordinal);
        await AnswerAsync("replace-key-yes");
        await UntilAsync(() => Text("retired-key").Contains("not used since it was replaced", StringComparison.Ordinal), "the replaced key");

        Assert.NotEqual(before.Endpoint, Assert.Single(Penneo.CurrentSubscriptions).Endpoint);
        Assert.Equal(200, await Penneo.SendTestAsync(before, "e-1"));
        await UntilAsync(() => Text("retired-key").Contains("last used", StringComparison.Ordinal), "its use");
        await ClickAsync("end-key");
        await AnswerAsync("confirm-yes");
        await UntilAsync(() => All("retired-key").Count == 0, "its end");
        Assert.Equal(404, await Penneo.SendTestAsync(before, "e-2"));
        Assert.NotEqual(row.ReceiveUrl, (await Host.FindAsync(row.Id)).ReceiveUrl);
    }

    [Fact]
    public async Task PenneoFails_SaysThatBothAreTaken_AndGoesOnOrTakesItBack()
    {
        var row = await Host.CreateCurrentAsync(Signed);
        Penneo.Fail(PenneoCall.CurrentReplace, Answers.Error(422, "Because."));
        await OpenAsync();

        await ClickAsync("replace-key");
        await AnswerAsync("replace-key-yes");
        await UntilAsync(() => Text("retired-key").Contains("both keys are taken", StringComparison.Ordinal), "the note");
        await UntilAsync(() => Text("subscription-failure").Contains("Because.", StringComparison.Ordinal), "the reason");
        Assert.Empty(All("replace-key"));
        Penneo.Heal();
        await ClickAsync("take-back-key");
        await UntilAsync(() => All("take-back-key").Count == 0 && All("replace-key").Count == 1, "it is taken back");

        Assert.Equal(row.ReceiveUrl, (await Host.FindAsync(row.Id)).ReceiveUrl);
    }

    [Fact]
    public async Task Legacy_IsToldHowToGoOn()
    {
        await Host.ActiveAsync();
        await OpenAsync();

        await ClickAsync("replace-key");
        await UntilAsync(() => Dialogs.FindAll("[data-testid=legacy-key]").Count == 1, "the words");

        Assert.Empty(Dialogs.FindAll("[data-testid=replace-key-yes]"));
        Assert.Contains("Create another subscription for the same topic", Dialogs.Markup, StringComparison.Ordinal);
    }
}
