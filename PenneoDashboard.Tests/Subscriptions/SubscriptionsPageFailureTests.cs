using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class SubscriptionsPageFailureTests : SubscriptionsPageTest
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task Create_Refused_SaysWhyAndCanBeTriedAgain(int status)
    {
        await OpenAsync();
        Penneo.Fail(PenneoCall.Create, Answers.Error(status, "Because <script>of</script> that."));

        await CreateLegacyAsync("create-casefile");
        await UntilAsync(() => All("create-failure").Count == 1, "the failure");

        AssertTold("create-failure", status, "Because <script>of</script> that.");
        Assert.Contains("Nothing was created", Text("create-failure"), StringComparison.Ordinal);
        Assert.Empty(All("subscription-row"));
        Penneo.Heal();
        await ClickAsync("try-again");
        await UntilAsync(() => States == "active", "the subscription");
        Assert.Empty(All("create-failure"));
    }

    [Fact]
    public async Task CreateBoth_SecondRefused_TriesAgainOnlyThatOne()
    {
        await OpenAsync();
        Penneo.Fail(PenneoCall.Create, async http =>
        {
            Penneo.Fail(PenneoCall.Create, Answers.Error(429, "Slow down."));
            await Answers.Text(200, "application/json", """{"id":1,"topic":"casefile","endpoint":"x","confirmed":true}""")(http);
        });

        await CreateLegacyAsync("create-both");
        await UntilAsync(() => States == "active", "the first");
        await ClickAsync("new-subscription");
        await UntilAsync(() => All("create-failure").Count == 1, "the failure");
        Assert.Contains("The signer subscription was not created", Text("create-failure"), StringComparison.Ordinal);
        Penneo.Heal();
        await ClickAsync("try-again");

        await UntilAsync(() => States == "active active", "the second");
        Assert.Equal("signer", Assert.Single(Penneo.Subscriptions).Topic);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("html")]
    [InlineData("closed")]
    [InlineData("silent")]
    public async Task Create_NobodyKnows_TheRowSaysSoAndFinishesIt(string answer)
    {
        await OpenAsync();
        Penneo.Fail(PenneoCall.Create, answer switch
        {
            "500" => Answers.Error(500, "Oops."),
            "html" => Answers.Html(200),
            "closed" => Answers.Close,
            _ => Answers.Silence(Penneo),
        });

        await CreateLegacyAsync("create-casefile");
        await UntilAsync(() => States == "failed", "the failed row");
        Assert.Contains("Creating failed.", Text("subscription-failure"), StringComparison.Ordinal);
        Assert.Empty(All("create-failure"));
        Assert.Equal("", DoneSteps);
        Penneo.Heal();
        await ClickAsync("try-again");

        await UntilAsync(() => States == "active", "the subscription");
        Assert.Empty(All("subscription-failure"));
    }

    [Fact]
    public async Task RetryCreate_FailsAgain_SaysTheNewReason()
    {
        await Host.UnknownAsync();
        await OpenAsync();
        Penneo.Fail(PenneoCall.Create, Answers.Error(401, "Token expired."));

        await ClickAsync("try-again");

        await UntilAsync(() => Text("subscription-failure").Contains("Token expired.", StringComparison.Ordinal), "the new reason");
        Assert.Equal("failed", States);
    }

    [Fact]
    public async Task Confirm_Fails_SaysWhyAndCanBeTriedAgain()
    {
        await Host.CreateAsync(autoConfirm: false);
        await OpenAsync();
        Penneo.Fail(PenneoCall.Confirm, Answers.Error(403, "Not yours."));

        await ClickAsync("confirm-subscription");
        await UntilAsync(() => All("subscription-failure").Count == 1, "the failure");

        AssertTold("subscription-failure", 403, "Not yours.");
        Assert.Equal("pendingConfirmation", States);
        Penneo.Heal();
        await ClickAsync("try-again");
        await UntilAsync(() => States == "active" && All("subscription-failure").Count == 0, "the confirmation");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Test_Fails_SaysWhyAndCanBeTriedAgain(int status)
    {
        await Host.ActiveAsync();
        await OpenAsync();
        Penneo.Fail(PenneoCall.Test, Answers.Error(status, "No tests today."));

        await ClickAsync("test-subscription");
        await UntilAsync(() => All("subscription-failure").Count == 1, "the failure");

        AssertTold("subscription-failure", status, "No tests today.");
        Assert.Equal(("active", "create message confirm"), (States, DoneSteps));
        Penneo.Heal();
        await ClickAsync("try-again");
        await UntilAsync(() => DoneSteps.EndsWith("event", StringComparison.Ordinal), "the first event");
        Assert.Empty(All("subscription-failure"));
    }

    [Fact]
    public async Task Delete_Fails_CanBeTriedAgainOrRemovedHereOnly()
    {
        await Host.ActiveAsync();
        await OpenAsync();
        Penneo.Fail(PenneoCall.Delete, Answers.Error(403, "Not yours."));
        await ClickAsync("delete-subscription");
        await AnswerAsync("confirm-yes");
        await UntilAsync(() => All("subscription-failure").Count == 1, "the failure");
        AssertTold("subscription-failure", 403, "Not yours.");
        Assert.Equal("active", States);

        await ClickAsync("forget-subscription");
        await UntilAsync(() => Dialog.Contains("Penneo is not asked", StringComparison.Ordinal), "the dialog");
        await AnswerAsync("confirm-yes");

        await UntilAsync(() => All("subscription-row").Count == 0, "the row is gone");
        Assert.Single(Penneo.Subscriptions);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task List_NotAvailable_HidesNothingOfOurs(int status)
    {
        await Host.ActiveAsync();
        Penneo.Add("signer", "https://other.example.com/hook");
        Penneo.Fail(PenneoCall.List, Answers.Error(status, "No lists today."));

        await OpenAsync();

        AssertTold("refresh-failure", status, "No lists today.");
        Assert.Equal("active", States);
        Penneo.Heal();
        await ClickAsync("try-again");
        await UntilAsync(() => All("elsewhere-row").Count == 1 && All("refresh-failure").Count == 0, "the list");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    public async Task Legacy_ShutDown_SaysSoAndWhatToDo_AndOursCanStillBeDeleted(int status)
    {
        await Host.ActiveAsync();
        Penneo.Fail(PenneoCall.List, Answers.Error(status, "Nothing here."));
        Penneo.Fail(PenneoCall.Delete, Answers.Error(410, "Nothing here."));

        await OpenAsync();

        AssertTold("refresh-failure", status, "Nothing here.");
        Assert.Contains("shut its legacy webhook service down", Text("refresh-failure"), StringComparison.Ordinal);
        Assert.Contains("create a current one in place of each", Text("refresh-failure"), StringComparison.Ordinal);
        await ClickAsync("delete-subscription");
        await AnswerAsync("confirm-yes");
        await UntilAsync(() => All("subscription-row").Count == 0, "the row is gone");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    public async Task Legacy_ShutDownAndNoneOfOurs_IsNoFailure(int status)
    {
        Penneo.Fail(PenneoCall.List, Answers.Error(status, "Nothing here."));

        await OpenAsync();

        Assert.Empty(All("refresh-failure"));
    }

    [Fact]
    public async Task Elsewhere_Fails_SaysWhyBesideIt()
    {
        Penneo.Add("signer", "https://other.example.com/hook");
        await OpenAsync();
        Penneo.Fail(PenneoCall.Delete, Answers.Error(500, "Oops."));

        await ClickAsync("delete-elsewhere");
        await AnswerAsync("confirm-yes");

        await UntilAsync(() => Text("elsewhere-row").Contains("It was not deleted", StringComparison.Ordinal), "the failure");
        AssertTold("failure", 500, "Oops.");
        Penneo.Heal();
        await ClickAsync("try-again");
        await UntilAsync(() => All("elsewhere-row").Count == 0, "the row is gone");
    }

    private void AssertTold(string testId, int status, string message)
    {
        var told = Text(testId);
        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.Contains($"({status})", told, StringComparison.Ordinal);
        Assert.Contains(Answers.RequestId, told, StringComparison.Ordinal);
        Assert.Contains(Answers.TraceId, told, StringComparison.Ordinal);
        Assert.NotEmpty(All("try-again"));
    }
}
