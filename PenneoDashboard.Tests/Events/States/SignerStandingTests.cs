using CsCheck;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class SignerStandingTests
{
    [Theory]
    [InlineData("", SigningStage.Unknown, 0, "no event has told where they stand")]
    [InlineData("requestActivated", SigningStage.Ready, 1, "ready to sign at 0, no request e-mail reported yet")]
    [InlineData("requestActivated requestSent", SigningStage.Asked, 2, "request sent at 1, not opened yet")]
    [InlineData("requestActivated requestSent reminderSent", SigningStage.Asked, 2, "request sent at 1, not opened yet; reminded once at 2")]
    [InlineData("requestSent reminderSent reminderSent", SigningStage.Asked, 2, "request sent at 0, not opened yet; reminded 2 times, last at 2")]
    [InlineData("reminderSent", SigningStage.Asked, 2, "request sent at 0, not opened yet; reminded once at 0")]
    [InlineData("requestSent requestOpened", SigningStage.EmailOpened, 3, "opened the e-mail at 1, has not viewed the documents yet")]
    [InlineData("requestSent opened requestOpened", SigningStage.Viewed, 4, "viewed the documents at 1, has not signed yet")]
    [InlineData("requestSent opened opened", SigningStage.Viewed, 4, "viewed the documents at 2, has not signed yet")]
    [InlineData("requestSent transientBounce", SigningStage.Bounced, 2, "the e-mail bounced at 1; Penneo may still get it through")]
    [InlineData("requestSent transientBounce requestOpened", SigningStage.EmailOpened, 3, "opened the e-mail at 2, has not viewed the documents yet")]
    [InlineData("opened transientBounce", SigningStage.Viewed, 4, "viewed the documents at 0, has not signed yet")]
    [InlineData("requestSent undeliverable", SigningStage.Undeliverable, 2, "e-mail could not be delivered at 1: check the address")]
    [InlineData("requestSent undeliverable requestSent", SigningStage.Asked, 2, "request sent at 2, not opened yet")]
    [InlineData("requestSent undeliverable opened", SigningStage.Viewed, 4, "viewed the documents at 2, has not signed yet")]
    [InlineData("requestSent opened signed", SigningStage.Signed, 5, "signed at 2")]
    [InlineData("signedWithImageUploadAndNAP", SigningStage.Signed, 5, "signed at 0")]
    [InlineData("signed opened requestOpened undeliverable", SigningStage.Signed, 5, "signed at 0")]
    [InlineData("signed finalized", SigningStage.Finalized, 5, "signed; the casefile was finalized at 1")]
    [InlineData("opened rejected", SigningStage.Rejected, 4, "rejected at 1")]
    [InlineData("rejected opened", SigningStage.Rejected, 0, "rejected at 0")]
    [InlineData("requestSent deleted", SigningStage.Deleted, 2, "deleted at 1")]
    [InlineData("teleported", SigningStage.Unknown, 0, "no event has told where they stand")]
    [InlineData("requestSent teleported", SigningStage.Asked, 2, "request sent at 0, not opened yet")]
    public void Standing_FollowsTheEvents(string types, SigningStage stage, int reached, string words)
    {
        var standing = Of(types);

        Assert.Equal((stage, reached, 1), (standing.Stage, standing.Reached, standing.Round));
        Assert.Equal(words, standing.Words(Happened.Ago));
        Assert.Equal(stage is >= SigningStage.Ready and <= SigningStage.Undeliverable, standing.IsWaitedFor);
    }

    [Theory]
    [InlineData("requestActivated requestSent signed requestActivated", SigningStage.Ready, 2, 1)]
    [InlineData("requestActivated requestSent signed requestActivated requestSent", SigningStage.Asked, 2, 2)]
    [InlineData("requestSent signed requestSent", SigningStage.Asked, 2, 2)]
    [InlineData("requestActivated signed requestActivated signed requestActivated opened", SigningStage.Viewed, 3, 4)]
    [InlineData("requestActivated requestActivated requestSent", SigningStage.Asked, 1, 2)]
    public void AskedAgainAfterSigning_IsAnotherRound(string types, SigningStage stage, int round, int reached)
    {
        var standing = Of(types);

        Assert.Equal((stage, round, reached), (standing.Stage, standing.Round, standing.Reached));
    }

    [Fact]
    public void AnotherRound_StartsWithoutReminders()
    {
        var standing = Of("requestSent reminderSent signed requestActivated requestSent");

        Assert.Equal("request sent at 4, not opened yet", standing.Words(Happened.Ago));
    }

    [Fact]
    public void WithinOneSecond_TheUsualOrderDecides()
    {
        EventItem[] events =
        [
            Happened.Signer("signed", 1, sequence: 1), Happened.Signer("opened", 1, sequence: 2), Happened.Signer("requestSent", 1, sequence: 3),
            Happened.Signer("requestActivated", 1, sequence: 4),
        ];

        var standing = SignerStanding.Of(Happened.Summary(), events);

        Assert.Equal((SigningStage.Signed, 1), (standing.Stage, standing.Round));
    }

    [Fact]
    public void OrderOfArrival_DoesNotMatter()
    {
        var types = PenneoVocabulary.EventTypes.Where(x => x.Topic == "signer").Select(x => x.EventType).Append("teleported").ToArray();
        var events = Gen.Select(Gen.OneOf(types), Gen.Int[0, 20], (type, minute) => (type, minute)).Array[0, 12]
            .Select(x => x.Select((e, i) => Happened.Signer(e.type, e.minute, sequence: i + 1)).ToArray());
        Gen.Select(events, Gen.Int).Sample((happened, seed) =>
        {
            var shuffled = happened.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(SignerStanding.Of(Happened.Summary(), happened), SignerStanding.Of(Happened.Summary(), shuffled));
        });
    }

    [Fact]
    public void EventsOfAnotherTopic_AndUnrecognizedOnes_SayNothing()
    {
        EventItem[] events = [Happened.Casefile("rejected", 2, 1) with { SignerId = 9001 }, Happened.Signer("signed", 2) with { Recognized = false }];

        Assert.Equal(SigningStage.Unknown, SignerStanding.Of(Happened.Summary(), events).Stage);
    }

    [Fact]
    public void WithoutItsEvents_TheSummaryTells()
    {
        var standing = SignerStanding.Of(Happened.Summary(name: "Alma Example", lastType: "requestSent", lastMinute: 7), []);

        Assert.Equal("Alma Example (signer 9001): request sent at 7, not opened yet", $"{standing.Who()}: {standing.Words(Happened.Ago)}");
        Assert.Equal("signer 9002", SignerStanding.Of(Happened.Summary(9002), []).Who());
    }

    private static SignerStanding Of(string types) => SignerStanding.Of(
        Happened.Summary(), types.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((x, i) => Happened.Signer(x, i, sequence: i + 1)));
}
