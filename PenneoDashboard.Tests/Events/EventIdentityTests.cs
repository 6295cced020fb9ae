using CsCheck;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class EventIdentityTests
{
    private static readonly IncomingEvent Signed = new("signer", "signed", DateTimeOffset.UnixEpoch, 531, 9001, 1, null, null, null);

    [Fact]
    public void Of_SameHappening_IsTheSame() =>
        Assert.Equal(EventIdentity.Of(Signed, null), EventIdentity.Of(Signed with { CasefileStatus = 4, Title = "other" }, null));

    [Fact]
    public void Of_SecondSigningRound_IsAnother() =>
        Assert.NotEqual(EventIdentity.Of(Signed, null), EventIdentity.Of(Signed with { EventTime = DateTimeOffset.UnixEpoch.AddMicroseconds(1) }, null));

    [Fact]
    public void Of_EventId_StandsBesideTheMeaning()
    {
        Assert.Equal(EventIdentity.Of(Signed, "a").Id, EventIdentity.Of(Signed with { EventType = "opened" }, " a ").Id);
        Assert.NotEqual(EventIdentity.Of(Signed, "a").Id, EventIdentity.Of(Signed, "b").Id);
        Assert.Equal(EventIdentity.Of(Signed, "a").Meaning, EventIdentity.Of(Signed, null).Meaning);
    }

    [Fact]
    public void Of_WithoutTimeOrMeaning_IsNothing()
    {
        Assert.Equal(default, EventIdentity.Of(Signed with { EventTime = null }, null));
        Assert.Equal(default, EventIdentity.Of(new IncomingUnrecognized("?"), ""));
        Assert.Equal(default, EventIdentity.Of(new IncomingConfirmation("t"), "id"));
    }

    [Fact]
    public void Of_UnknownTopic_LooksAtThePayload()
    {
        var archived = Signed with { Topic = "document", CasefileId = 531, SignerId = null, Payload = new RawJson("""{"id":1}""") };
        Assert.Equal(EventIdentity.Of(archived, null), EventIdentity.Of(archived with { Payload = new RawJson("""{"id":1}""") }, null));
        Assert.NotEqual(EventIdentity.Of(archived, null), EventIdentity.Of(archived with { Payload = new RawJson("""{"id":2}""") }, null));
    }

    [Fact]
    public void Of_DifferentMeanings_DoNotCollide()
    {
        var gen = Gen.Select(Gen.OneOf("casefile", "signer", "", "a", "1:a", ":", "a:1"), Gen.OneOf("a", "1:a", ":", "a:1"), Gen.Long[0, 3], Gen.Long[0, 3], Gen.Long[0, 3])
            .Select((topic, type, time, casefile, signer) => Signed with { Topic = topic, EventType = type, EventTime = DateTimeOffset.UnixEpoch.AddMicroseconds(time), CasefileId = casefile, SignerId = signer, Payload = new RawJson($"[{casefile},{signer}]") });
        Gen.Select(gen, gen).Sample((a, b) => (a == b) == (EventIdentity.Of(a, null) == EventIdentity.Of(b, null)));
    }
}
