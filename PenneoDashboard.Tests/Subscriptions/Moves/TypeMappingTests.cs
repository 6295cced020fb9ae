using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions.Moves;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

public sealed class TypeMappingTests
{
    [Fact]
    public void Casefile_BecomesItsThreeTypes_AndOneThatIsNew()
    {
        var topic = Assert.Single(TypeMapping.Of(["casefile"]));

        Assert.Equal(["sign.casefile.completed", "sign.casefile.rejected", "sign.casefile.failed"], topic.EventTypes.Select(x => x.CurrentName));
        Assert.Equal(["sign.casefile.expired"], topic.New.Select(x => x.CurrentName));
    }

    [Fact]
    public void Signer_BecomesItsTypes_AndTwoThatAreNew()
    {
        var topic = Assert.Single(TypeMapping.Of(["signer", "signer", null]));

        Assert.Equal(
            ["requestActivated", "requestSent", "reminderSent", "requestOpened", "undeliverable", "opened", "rejected", "signed", "finalized", "deleted"],
            topic.EventTypes.Select(x => x.EventType));
        Assert.Equal(["transientBounce", "signedWithImageUploadAndNAP"], topic.New.Select(x => x.EventType));
    }

    [Fact]
    public void Suggested_IsTheUnion_WithTheTest()
    {
        var both = TypeMapping.Suggested(["signer", "casefile"]);

        Assert.Equal(PenneoVocabulary.EventTypes.Select(x => x.CurrentName).Order(), both.Order());
        Assert.Equal(["webhook.subscription.test"], TypeMapping.Suggested(["something else"]));
        Assert.DoesNotContain(TypeMapping.Suggested(["casefile"]), x => x.Contains("signer", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_IsWhatATopicBringsAndNobodyChose()
    {
        var missing = TypeMapping.Missing(["casefile"], ["sign.casefile.completed", "sign.casefile.failed"]);

        Assert.Equal(["sign.casefile.rejected"], missing.Select(x => x.CurrentName));
    }
}
