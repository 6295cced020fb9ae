using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Timeline;
using Xunit;

namespace PenneoDashboard.Tests.Timeline;

public sealed class FoldsTests
{
    [Fact]
    public void FoldAll_AndOneByOne()
    {
        var folds = new Folds();
        folds.Toggle(1);
        Assert.Equal((true, false), (folds.IsFolded(1), folds.IsFolded(2)));
        folds.Toggle();
        Assert.Equal((true, true), (folds.IsFolded(1), folds.IsFolded(2)));
        folds.Toggle(2);
        Assert.Equal((true, false), (folds.IsFolded(1), folds.IsFolded(2)));
        folds.Toggle();
        Assert.Equal((false, false), (folds.IsFolded(1), folds.IsFolded(2)));
    }

    [Fact]
    public void Announcer_TellsWhatIsNewButNotAllTheTime()
    {
        var time = new FakeTimeProvider();
        var announcer = new Announcer(time);
        Assert.Null(announcer.Tell(null));
        Assert.Null(announcer.Tell(10));
        Assert.Null(announcer.Tell(11));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("2 new events", announcer.Tell(12));
        Assert.Null(announcer.Tell(13));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("1 new event", announcer.Tell(13));
        Assert.Null(announcer.Tell(13));
    }
}
