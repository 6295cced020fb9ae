using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>How SQLite finds what the pages ask for, in a log of millions: never by sorting or reading all of it.</summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly PlanRecorder _plans = new();
    private readonly LogFixture _log;

    public QueryPlanTests() => _log = new LogFixture([_plans]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, EventFilter, string> Lists => new()
    {
        { "all", EventFilter.All, "SCAN e" },
        { "casefile", new EventFilter { CasefileId = 3 }, "IX_Events_CasefileId_Sequence" },
        { "signer", new EventFilter { SignerId = 103 }, "IX_Events_SignerId_Sequence" },
        { "event type", new EventFilter { EventType = "signed" }, "IX_Events_EventType_Sequence" },
        { "unrecognized", new EventFilter { Recognized = false }, "IX_Events_Unrecognized" },
        { "came twice", new EventFilter { Duplicates = true, Topic = "signer" }, "IX_Events_Repeated" },
        { "casefile came twice", new EventFilter { CasefileId = 3, Duplicates = true }, "IX_Events_CasefileId_Sequence" },
        { "casefile in a year", new EventFilter { CasefileId = 3, From = Start, To = Start.AddYears(1) }, "IX_Events_CasefileId_Sequence" },
        { "casefile with text", new EventFilter { CasefileId = 3, Q = "x" }, "IX_Events_CasefileId_Sequence" },
        { "signer and type", new EventFilter { SignerId = 103, EventType = "signed" }, "IX_Events_SignerId_Sequence" },
    };

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _log.StoreAsync(Enumerable.Range(0, 30).Select(i => LogFixture.Signer(i % 4, 100 + i, "signed", 1, i)));

        // More than few events within a minute, as the bare rows that planning looks at.
        await ExecuteAsync(
            """
            WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            INSERT INTO Events (Sequence, Recognized, Topic, EventType, OccurredAt, ReceivedAt, SubscriptionId, DeliveryCount, Verification, FirstDeliveryId)
            SELECT i, 1, 'casefile', 'completed', OccurredAt + 86400000000 + i, ReceivedAt, 1, 1, 0, 1 FROM n JOIN Events ON Sequence = 1;
            """);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_IsFoundInOrder(string name, EventFilter filter, string index)
    {
        _ = name;
        await _log.Events.ListAsync(filter, 50, Payloads.Omitted, before: 8000, cancellationToken: Cancel);

        var plan = Assert.Single(_plans.Plans);
        Assert.Contains(index == "SCAN e" ? "USING INTEGER PRIMARY KEY (rowid<?)" : index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    public static TheoryData<string, EventFilter> IndexedLists => new()
    {
        { "a word", new EventFilter { Q = "\"x\"" } },
        { "words, one begun", new EventFilter { Q = "\"x\" sig" } },
        { "not a word", new EventFilter { Q = "-x" } },
        { "unrecognized with text", new EventFilter { Recognized = false, Q = "x" } },
        { "topic", new EventFilter { Topic = "signer" } },
        { "a type of a topic", new EventFilter { Topic = "signer", EventType = "rejected" } },
        { "several types", new EventFilter { EventType = NameSet.Of(["signed", "opened"]) } },
        { "subscription", new EventFilter { SubscriptionId = 1 } },
        { "signature", new EventFilter { Verification = Verification.Verified } },
        { "a year", new EventFilter { From = Start, To = Start.AddYears(1) } },
        { "a type in dates without an end", new EventFilter { From = Start, EventType = "signed" } },
        { "all of it", new EventFilter { Q = "x -y", Topic = "signer", EventType = "signed", To = Start.AddYears(1), SubscriptionId = 1, Recognized = true, Duplicates = false } },
    };

    [Theory]
    [MemberData(nameof(IndexedLists))]
    public async Task List_IsFoundInTheIndexOfWordsAndAmongTheNewest_InOrder(string name, EventFilter filter)
    {
        _ = name;
        await _log.Events.ListAsync(filter, 50, Payloads.Omitted, before: 8000, cancellationToken: Cancel);

        var plan = _plans.Last.Split('\n');
        Assert.StartsWith("MERGE (UNION ALL)", plan[0], StringComparison.Ordinal);
        Assert.Contains(plan, x => x.StartsWith("SCAN t VIRTUAL TABLE", StringComparison.Ordinal) && x.Contains('<', StringComparison.Ordinal) && x.Contains('>', StringComparison.Ordinal));
        Assert.Contains(plan, x => x.StartsWith("SEARCH e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", StringComparison.Ordinal));
        Assert.DoesNotContain("TEMP B-TREE", _plans.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_ThatAPrefixStandsFor_AreLookedUpOneByOne()
    {
        await _log.IndexAsync(0, 30);
        _plans.Clear();

        await _log.Events.ListAsync(new EventFilter { Q = "sig*" }, 50, Payloads.Omitted, cancellationToken: Cancel);

        Assert.Contains("RECURSIVE", _plans.Statements.ElementAt(1), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", _plans.Plans.ElementAt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutCasefile_IsFoundInOrder()
    {
        await _log.Events.WithoutCasefileAsync(EventFilter.All, 10, Cancel);

        Assert.Contains("IX_Events_CasefileId_Sequence (CasefileId=?)", _plans.Last, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", _plans.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Casefiles_WithFewMatches_AreFoundFromTheEvents()
    {
        await _log.Casefiles.RecentAsync(new EventFilter { SignerId = 103 }, 10, cancellationToken: Cancel);

        Assert.Contains("IX_Events_SignerId_Sequence", _plans.Last, StringComparison.Ordinal);
        Assert.DoesNotContain("CORRELATED", _plans.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Casefiles_WithManyMatches_AreFoundFromTheNewestCasefile()
    {
        await _log.Casefiles.RecentAsync(new EventFilter { EventType = "completed" }, 10, cancellationToken: Cancel);

        Assert.StartsWith("SCAN c USING INDEX IX_Casefiles_LastSequence", _plans.Last, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", _plans.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_ItsDeliveriesAndNeighbours_AreFoundByKey()
    {
        var found = (await _log.Events.FindAsync(7, Cancel))!;
        await _log.Events.NeighboursAsync(found.Event, Cancel);

        Assert.Equal(5, _plans.Plans.Count);
        Assert.All(_plans.Plans, x => Assert.DoesNotContain("SCAN", x, StringComparison.Ordinal));

        // The one body that is shown, and of the other deliveries only their lengths.
        Assert.Equal(1, _plans.Statements.Count(x => x.Contains("SELECT \"d\".\"Body\"", StringComparison.Ordinal)));
        Assert.Equal(1, _plans.Statements.Count(x => x.Contains("length(\"d\".\"Body\")", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Totals_OfKinds_ComeFromTheCounters()
    {
        var total = await _log.Events.TotalAsync(new EventFilter { Topic = "signer" }, 10, Cancel);

        Assert.Equal(new EventTotal(30, IsExact: true), total);
        Assert.DoesNotContain("Events", Assert.Single(_plans.Plans), StringComparison.Ordinal);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using (var db = await _log.Contexts.CreateDbContextAsync(Cancel))
            await db.Database.ExecuteSqlRawAsync(sql, Cancel);
        _plans.Clear();
    }
}
