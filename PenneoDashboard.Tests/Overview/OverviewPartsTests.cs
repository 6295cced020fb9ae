using PenneoDashboard.Events;
using PenneoDashboard.Overview;
using Xunit;

namespace PenneoDashboard.Tests.Overview;

public sealed class OverviewPartsTests
{
    [Theory]
    [InlineData("5", true, 5)]
    [InlineData("-3", true, -3)]
    [InlineData("none", true, null)]
    [InlineData("", false, null)]
    [InlineData(null, false, null)]
    [InlineData("<b>", false, null)]
    [InlineData("99999999999", false, null)]
    public void StatusKey_ReadsTheAddress(string? query, bool known, int? number)
    {
        var key = StatusKey.Parse(query);
        Assert.Equal(known, key is not null);
        Assert.Equal(number, key?.Number);
        if (known)
            Assert.Equal(query, key!.Value.Query);
    }

    [Fact]
    public void Usual_IsPendingElseTheLargest()
    {
        Assert.Equal(1, StatusCount.Usual([]).Number);
        Assert.Equal(1, StatusCount.Usual([Count(5, 90), Count(1, 1)]).Number);
        Assert.Equal(2, StatusCount.Usual([Count(5, 3), Count(2, 9)]).Number);
        Assert.Null(StatusCount.Usual([Count(null, 3)]).Number);
    }

    [Fact]
    public void Day_SortsItsEventsByWhatTheyMean()
    {
        var day = new DateOnly(2026, 11, 24);
        var activity = DayActivity.Of(day,
        [
            new DayCount(day, "signer", "signed", true, 1),
            new DayCount(day, "casefile", "completed", true, 2),
            new DayCount(day, "signer", "undeliverable", true, 4),
            new DayCount(day, "signer", "signed", false, 8),
            new DayCount(day, "signer", "reminderSent", true, 16),
            new DayCount(day, "future", "teleported", true, 32),
        ]);
        Assert.Equal(new DayActivity(day, 3, 12, 48), activity);
        Assert.Equal(63, activity.Total);
    }

    [Fact]
    public async Task Latest_SlowOlderAnswer_DoesNotReplaceANewerOne()
    {
        var answers = new Queue<TaskCompletionSource<string>>([new(), new()]);
        var (slow, fast) = (answers.First(), answers.Last());
        var latest = new Latest<string>(_ => answers.Dequeue().Task, _ => Assert.Fail("No read failed."));
        var first = latest.ReadAsync(TestContext.Current.CancellationToken);
        var second = latest.ReadAsync(TestContext.Current.CancellationToken);

        fast.SetResult("newer");
        await second;
        slow.SetResult("older");
        await first;

        Assert.Equal("newer", latest.Value);
    }

    [Fact]
    public async Task Latest_Failure_KeepsTheValueUntilAReadWorks()
    {
        var failures = new List<Exception>();
        var answers = new Queue<Task<string>>([Task.FromResult("first"), Task.FromException<string>(new InvalidOperationException("busy")), Task.FromResult("second")]);
        var latest = new Latest<string>(_ => answers.Dequeue(), failures.Add);

        await latest.ReadAsync(TestContext.Current.CancellationToken);
        await latest.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("first", "busy"), (latest.Value, latest.Failure?.Message));

        await latest.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("second", null), (latest.Value, latest.Failure));
        Assert.Single(failures);
    }

    private static StatusCount Count(int? status, int count) => new(new StatusKey(status), count);
}
