using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Search;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>The two forms of a filter, in the database and for an event in hand, over generated events and filters.</summary>
public sealed class EventFilterTests : IAsyncLifetime
{
    private const int Events = 300;

    // Repeats of what names no time are events of their own.
    private const int Most = 2 * Events;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly string[] Types = ["signed", "opened", "completed", "Signed", "signed ", "øl"];
    private static readonly string[] Texts = ["Lease", "lease 100%", "a_b", "ÆØÅ", "æøå", "\\", "'", "no. 7"];

    private static readonly Gen<string> Message = Gen.Select(
        Gen.OneOf("casefile", "signer", "folder", "Casefile"), Gen.OneOf(Types), Gen.Int[-5, 90], Gen.Long[1, 6], Gen.Long[100, 104],
        Gen.OneOf<int?>(null, 0, 1, 5, 42), Gen.OneOf(Texts),
        (topic, type, second, casefile, signer, status, title) => JsonSerializer.Serialize(new
        {
            topic,
            eventType = type,
            eventTime = second < 0 ? null : new { date = Start.AddSeconds(second).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), timezone_type = 3, timezone = "UTC" },
            payload = topic == "casefile" ? (object)new { id = casefile, status, title } : new { id = signer, caseFile = new { id = casefile, status, title } },
        }, Relaxed));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Body = Gen.Frequency((9, Message), (1, Gen.OneOf("", "not JSON", "[]", "{\"payload\":\"Lease\"}")));

    private static readonly Gen<EventFilter> Filter = Gen.Select(
        Gen.Select(Gen.OneOf<long?>(null, null, 1, 2, 99), Gen.OneOf<long?>(null, null, 100, 103)),
        Gen.Select(Gen.OneOf(null, null, "casefile", "signer", "folder", "x"), Gen.OneOf([null, null, .. Types]), Gen.OneOf([null, .. Types])),
        Gen.Select(Gen.Int[-20, 90], Gen.Int[0, 60], Gen.Int[0, 3]),
        Gen.Select(
            Gen.OneOf<bool?>(null, null, true, false), Gen.OneOf<long?>(null, null, 1, 2), Gen.OneOf([null, null, null, .. Texts, "", "\"id\":3", "signer", "sign*"]),
            Gen.OneOf<bool?>(null, null, true, false), Gen.OneOf<Verification?>(null, null, Verification.Unsigned, Verification.Verified)),
        (ids, kind, dates, rest) => new EventFilter
        {
            CasefileId = ids.Item1,
            SignerId = ids.Item2,
            Topic = kind.Item1,
            EventType = NameSet.Of([kind.Item2, kind.Item2 is null ? null : kind.Item3]),
            From = (dates.Item3 & 1) == 0 ? null : Start.AddSeconds(dates.Item1),
            To = (dates.Item3 & 2) == 0 ? null : Start.AddSeconds(dates.Item1 + dates.Item2),
            Recognized = rest.Item1,
            SubscriptionId = rest.Item2,
            Q = rest.Item3,
            Duplicates = rest.Item4,
            Verification = rest.Item5,
        });

    private readonly LogFixture _log = new();
    private IReadOnlyList<EventItem> _all = [];
    private readonly Dictionary<long, string> _bodies = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        var bodies = Body.Array[Events].Single();
        var deliveries = bodies.Select((x, i) => LogFixture.Delivery(x, 1 + (i % 3), at: Start.AddSeconds(i % 50)) with { Verification = i % 4 == 0 ? Verification.Verified : Verification.Unsigned }).ToList();
        var stored = await Task.WhenAll(deliveries.Concat(deliveries.Where((_, i) => i % 7 == 0)).Select(_log.Writer.StoreAsync));
        Assert.All(stored, x => Assert.Equal(StoreResult.Stored, x));
        await _log.IndexAsync(0, Events / 3);
        _all = (await _log.Events.ListAsync(EventFilter.All, Most, cancellationToken: Cancel)).Items;
        foreach (var item in _all)
            _bodies[item.Sequence] = Encoding.UTF8.GetString((await _log.Events.BodyAsync(item.Sequence, Cancel))!);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public Task Matches_AgreesWithTheDatabase() => Filter.SampleAsync(
        async filter =>
        {
            var expected = _all.Where(x => (filter with { Q = null }).Matches(x) && HasText(x, filter.Q)).Select(x => x.Sequence).ToList();
            var found = (await _log.Events.ListAsync(filter, Most, Payloads.Omitted, cancellationToken: Cancel)).Items.Select(x => x.Sequence).ToList();
            Assert.Equal(expected, found);
            Assert.Equal(expected.Count, await _log.Events.CountAsync(filter, Most, Cancel));
            Assert.Equal(new EventTotal(expected.Count, true), await _log.Events.TotalAsync(filter, Most, Cancel));

            // An event in hand has its payload only; what stands in it stands in the body too.
            Assert.Empty(_all.Where(filter.Matches).Select(x => x.Sequence).Except(expected));
            if (string.IsNullOrEmpty(filter.Q))
                Assert.Equal(expected, _all.Where(filter.Matches).Select(x => x.Sequence));
        },
        iter: 300,
        threads: 1);

    [Fact]
    public Task Paging_ShowsEveryMatchOnceInOrder_BothWays() => Gen.Select(Filter, Gen.Int[1, 40]).SampleAsync(
        async (filter, size) =>
        {
            var expected = (await _log.Events.ListAsync(filter, Most, Payloads.Omitted, cancellationToken: Cancel)).Items.Select(x => x.Sequence).ToList();
            var down = new List<long>();
            long? before = null;
            do
            {
                var page = await _log.Events.ListAsync(filter, size, Payloads.Omitted, before, cancellationToken: Cancel);
                down.AddRange(page.Items.Select(x => x.Sequence));
                Assert.True(page.Next is null || page.Items.Count == size);
                before = page.Next;
            }
            while (before is not null);
            Assert.Equal(expected, down);

            var up = new List<long>();
            IReadOnlyList<long> step;
            do
            {
                step = await _log.Events.SequencesAfterAsync(filter, up.LastOrDefault(), size, Cancel);
                up.AddRange(step);
            }
            while (step.Count == size);
            Assert.Equal(expected.AsEnumerable().Reverse(), up);
        },
        iter: 60,
        threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(Events / 2)]
    [InlineData(Events)]
    public async Task EveryWay_FindsTheSame_HoweverFarTheIndexHasCome(int indexed)
    {
        await _log.ClearIndexAsync();
        await _log.IndexAsync(0, indexed);
        await Gen.Select(Filter, Gen.Int[0, 60], Gen.Int[60, Events + 10]).SampleAsync(
            async (filter, after, before) =>
            {
                await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
                var found = await (await filter.ApplyAsync(db, mask: null, after, before, Cancel)).OrderByDescending(x => x.Sequence).Select(x => x.Sequence).ToListAsync(Cancel);
                Assert.Equal(await filter.Apply(db, mask: null).Where(x => x.Sequence > after && x.Sequence < before).OrderByDescending(x => x.Sequence).Select(x => x.Sequence).ToListAsync(Cancel), found);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public Task Casefiles_AreThoseOfTheMatches() => Filter.SampleAsync(
        async filter =>
        {
            var matching = (await _log.Events.ListAsync(filter, Most, Payloads.Omitted, cancellationToken: Cancel)).Items.Select(x => x.CasefileId).OfType<long>().ToHashSet();
            var all = await _log.Casefiles.RecentAsync(EventFilter.All, 100, cancellationToken: Cancel);
            var found = await _log.Casefiles.RecentAsync(filter, 100, cancellationToken: Cancel);
            Assert.Equal(filter.IsEmpty ? all : all.Where(x => matching.Contains(x.Id)), found);
        },
        iter: 100,
        threads: 1);

    [Theory]
    [InlineData("LEASE", true)]
    [InlineData("øl", true)]
    [InlineData("ØL", true)]
    [InlineData("", true)]
    [InlineData("rent", false)]
    public void Text_IsLookedForInThePayloadOfAnEventInHand(string text, bool expected)
    {
        var item = new EventItem
        {
            Sequence = 1,
            Recognized = true,
            ReceivedAt = Start,
            SubscriptionId = 1,
            DeliveryCount = 1,
            Verification = Verification.Unsigned,
            Payload = new RawJson("""{"title":"Lease for øl"}"""),
        };

        Assert.Equal(expected, new EventFilter { Q = text }.Matches(item));
    }

    private bool HasText(EventItem item, string? text) => TextQuery.Parse(text).IsIn(Encoding.UTF8.GetBytes(_bodies[item.Sequence]));
}
