using CsCheck;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;
using PenneoDashboard.Subscriptions.Health;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Findings;

public sealed class FindingRulesTests
{
    private const string Completed = "sign.casefile.completed";
    private const string Test = PenneoVocabulary.TestEventType;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 3, 22, TimeSpan.Zero);
    private static readonly IReadOnlyList<string> Everything = EventTypePresets.Everything.EventTypes;

    private static readonly SubscriptionView Good = Current(1);

    [Fact]
    public void OneThatBringsEverything_LeavesNothingToSay() => Assert.Empty(Of(Good));

    [Fact]
    public void NothingAtAll_IsLeftToThePagesFirstForm() => Assert.Empty(Of());

    [Fact]
    public void MissingEventTypes_AreAddedToTheOneThatHasMost()
    {
        var finding = Single(FindingKind.MissingEventTypes, Of(
            Current(1, Everything.Where(x => x is not (Completed or "sign.signer.deleted"))), Current(2, ["sign.signer.deleted", Test])));

        Assert.Equal((FindingSeverity.Notice, false), (finding.Severity, finding.StopsEvents));
        Assert.StartsWith("Casefile: Completed.", finding.Text, StringComparison.Ordinal);
        AssertFix(finding, FixKind.AddEventTypes, 1);
        Assert.Equal([Completed], finding.Fix!.EventTypes);
    }

    [Theory]
    [InlineData("casefile", "Nobody subscribes to signer events", 12)]
    [InlineData("signer", "Nobody subscribes to casefile events", 4)]
    [InlineData("folder", "No events come here", 16)]
    public void MissingTopic_WithoutACurrentOne_IsCreated(string topic, string title, int types)
    {
        var finding = Single(FindingKind.MissingEventTypes, Of(Legacy(1, topic)));

        Assert.Equal((FindingSeverity.Warning, title), (finding.Severity, finding.Title));
        Assert.Equal((FixKind.Create, types + 1), (finding.Fix!.Kind, finding.Fix.EventTypes!.Count));
        Assert.Contains(Test, finding.Fix.EventTypes);
    }

    [Fact]
    public void WhatIsPausedOrWaits_IsNotMissing_ButWhatOthersGetIs()
    {
        Assert.DoesNotContain(Of(Good with { State = SubscriptionState.Paused }), x => x.Kind == FindingKind.MissingEventTypes);
        Assert.DoesNotContain(Of(Legacy(1, "casefile"), Legacy(2, "signer") with { State = SubscriptionState.PendingConfirmation }), x => x.Kind == FindingKind.MissingEventTypes);
        Assert.Contains(Of(Good with { ReceiveUrl = null }), x => x.Kind == FindingKind.MissingEventTypes);
        Assert.Contains(Of(Good with { State = SubscriptionState.Failed }), x => x.Kind == FindingKind.MissingEventTypes);
    }

    [Fact]
    public void Paused_IsResumed_AndSaysWhatIsLost()
    {
        var alone = Single(FindingKind.Paused, Of(Good with { State = SubscriptionState.Paused }));
        Assert.Equal((FindingSeverity.Warning, true), (alone.Severity, alone.StopsEvents));
        Assert.Contains("16 event types", alone.Text, StringComparison.Ordinal);
        AssertFix(alone, FixKind.Resume, 1);

        var beside = Single(FindingKind.Paused, Of(Good with { State = SubscriptionState.Paused }, Current(2)));
        Assert.Equal((FindingSeverity.Notice, false), (beside.Severity, beside.StopsEvents));
    }

    [Fact]
    public void Doubled_NamesTheOneThatCanGo_Once()
    {
        var same = Single(FindingKind.Doubled, Of(Current(1), Current(2)));
        Assert.Equal([2, 1], same.SubscriptionIds);
        AssertFix(same, FixKind.Pause, 2);

        var part = Single(FindingKind.Doubled, Of(Current(1, [Completed]), Current(2)));
        AssertFix(part, FixKind.Pause, 1);

        AssertFix(Single(FindingKind.Doubled, Of(Legacy(1, "casefile"), Legacy(2, "casefile"))), FixKind.Delete, 2);
    }

    [Fact]
    public void Doubled_IsNot_WhatBringsSomethingMore_OrOnlyTests_OrElsewhere()
    {
        Assert.DoesNotContain(
            Of(Current(1, [Completed, Test]), Current(2, ["sign.signer.signed", Test]), Current(3, [Test]), Current(4) with { ReceiveUrl = null }, Current(5) with { State = SubscriptionState.Paused }),
            x => x.Kind == FindingKind.Doubled);
    }

    [Fact]
    public void LegacyBesideCurrent_IsAMove_AndNoFault()
    {
        var findings = Of(Legacy(1, "casefile"), Legacy(2, "signer"), Current(3));

        Assert.DoesNotContain(findings, x => x.Kind == FindingKind.Doubled);
        var legacy = Single(FindingKind.LegacyInUse, findings);
        Assert.Contains("30 November 2026: 6 days are left", legacy.Title, StringComparison.Ordinal);
        Assert.Contains("as it should be during a move", legacy.Text, StringComparison.Ordinal);
        Assert.Equal((FixKind.Open, "/subscriptions/move", FindingSeverity.Warning, true), (legacy.Fix!.Kind, legacy.Fix.Href, legacy.Severity, legacy.StopsEvents));
        Assert.DoesNotContain("during a move", Single(FindingKind.LegacyInUse, Of(Legacy(1, "casefile"), Current(3, ["sign.signer.signed"]))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-90, FindingSeverity.Notice, "96 days are left")]
    [InlineData(5, FindingSeverity.Warning, "1 day is left")]
    [InlineData(6, FindingSeverity.Warning, "that is today")]
    [InlineData(7, FindingSeverity.Danger, "shut its legacy service down")]
    public void Legacy_HurriesAsTheDayComes(int days, FindingSeverity severity, string words)
    {
        var finding = Single(FindingKind.LegacyInUse, FindingRules.Of(new FindingInput { Ours = [Legacy(1, "casefile")], Now = Now.AddDays(days) }));
        Assert.Equal(severity, finding.Severity);
        Assert.Contains(words, finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Legacy_OfOthersCounts_AndTheSimulatorHasNoHurry()
    {
        var elsewhere = new SubscriptionElsewhere("712", "signer", "https://crm.example.com/hook", true, false);
        Assert.StartsWith("One subscription that is not managed here uses it.", Single(FindingKind.LegacyInUse, FindingRules.Of(new FindingInput { Ours = [Good], Elsewhere = [elsewhere], Now = Now })).Text, StringComparison.Ordinal);
        var simulated = Single(FindingKind.LegacyInUse, FindingRules.Of(new FindingInput { Ours = [Legacy(1, "casefile")], Elsewhere = [elsewhere], Now = Now, IsSimulator = true }));
        Assert.Equal((FindingSeverity.Notice, false), (simulated.Severity, simulated.StopsEvents));
        Assert.StartsWith("2 subscriptions, 1 of them not managed here, use it.", simulated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Unconfirmed_IsConfirmed_WhereTheTokenIsHere()
    {
        var waiting = Judged(Legacy(1, "casefile") with { State = SubscriptionState.PendingConfirmation, CreatedAt = Now.AddMinutes(-2) });
        var without = Single(FindingKind.Unconfirmed, Of(waiting));
        Assert.Null(without.Fix);
        Assert.Contains("has not come", without.Text, StringComparison.Ordinal);
        AssertFix(Single(FindingKind.Unconfirmed, Of(Judged(waiting with { ConfirmationToken = "t", ConfirmationReceivedAt = Now }))), FixKind.Confirm, 1);
        Assert.DoesNotContain(Of(Judged(waiting with { CreatedAt = Now.AddSeconds(-5) })), x => x.Kind == FindingKind.Unconfirmed);
    }

    [Fact]
    public void Secrets_ThatAreMissingOrEnded_AreEntered()
    {
        var missing = Single(FindingKind.SecretMissing, Of(Good with { HasSecret = false }));
        Assert.Equal((FindingSeverity.Warning, false), (missing.Severity, missing.StopsEvents));
        AssertFix(missing, FixKind.EnterSecret, 1);

        var ended = Single(FindingKind.SecretUnusable, FindingRules.Of(new FindingInput { Ours = [Good], Now = Now, WithoutUsableSecret = new HashSet<long> { 1 } }));
        Assert.Equal((FindingSeverity.Danger, true), (ended.Severity, ended.StopsEvents));
        AssertFix(ended, FixKind.EnterSecret, 1);
        Assert.DoesNotContain(Of(Good with { HasSecret = false, ReceiveUrl = null }), x => x.Kind == FindingKind.SecretMissing);
    }

    [Fact]
    public void OldAddress_IsChanged_UnlessEventsComeAllTheSame()
    {
        var moved = Good with { Endpoint = "https://old.example.com/webhooks/penneo/KEY1", Health = SubscriptionHealth.Unknown };
        var finding = Single(FindingKind.OldAddress, Of(moved));
        Assert.Contains("It calls https://old.example.com, and this dashboard is reached at https://hooks.example.com", finding.Text, StringComparison.Ordinal);
        AssertFix(finding, FixKind.ChangeEndpoint, 1);

        Assert.Empty(Of(moved with { Health = Good.Health }));
        Assert.Empty(Of(moved with { Endpoint = "https://tunnel.example.com/hook" }));
        Assert.Null(Single(FindingKind.OldAddress, Of(Legacy(1, "casefile") with { Endpoint = moved.Endpoint, Health = moved.Health })).Fix);
    }

    [Fact]
    public void OtherSystems_AreOneFinding()
    {
        var one = Single(FindingKind.OtherSystem, Of(Good, Current(2) with { ReceiveUrl = null }));
        AssertFix(one, FixKind.ChangeEndpoint, 2);
        var two = Single(FindingKind.OtherSystem, Of(Good, Current(2) with { ReceiveUrl = null }, Current(3) with { ReceiveUrl = null }));
        Assert.Equal(("2 subscriptions call other systems", null), (two.Title, two.Fix));
        Assert.Contains("no. 2 and 3", two.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void OnesElsewhereThatCallUs_AreAdopted()
    {
        SubscriptionElsewhere one = new("a-uuid", null, "https://hooks.example.com/webhooks/penneo/OLDKEY", true, PointsHere: true) { Generation = Generation.Current };
        var input = new FindingInput { Ours = [Good], Elsewhere = [one, one with { PenneoId = "b", IsPaused = true }], Now = Now, Address = new Uri("https://hooks.example.com/") };
        var finding = Single(FindingKind.NotAdopted, FindingRules.Of(input));
        Assert.Equal((FixKind.Adopt, "a-uuid"), (finding.Fix!.Kind, finding.Fix.PenneoId));

        var two = Single(FindingKind.NotAdopted, FindingRules.Of(input with { Elsewhere = [one, one with { PenneoId = "c" }] }));
        Assert.Equal(("2 subscriptions at Penneo call this dashboard, but are not managed here", null), (two.Title, two.Fix));
        Assert.Empty(FindingRules.Of(input with { Address = new Uri("https://other.example.com/") }));
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(4, FindingSeverity.Notice)]
    [InlineData(5, FindingSeverity.Warning)]
    public void Limit_CountsAllOfTheAccount(int active, FindingSeverity? severity)
    {
        var elsewhere = Enumerable.Range(2, active - 1).Select(i => new SubscriptionElsewhere($"{i}", null, "https://crm.example.com", true, false) { Generation = Generation.Current, EventTypes = [Completed] });
        var paused = new SubscriptionElsewhere("p", null, "https://crm.example.com", true, false) { Generation = Generation.Current, IsPaused = true };
        Assert.Equal(severity, FindingRules.Of(new FindingInput { Ours = [Good], Elsewhere = [.. elsewhere, paused], Now = Now }).SingleOrDefault(x => x.Kind == FindingKind.Limit)?.Severity);
    }

    [Theory]
    [InlineData(0.9, null, null)]
    [InlineData(-4, FindingSeverity.Warning, "4 min behind Penneo's")]
    [InlineData(7, FindingSeverity.Danger, "7 min ahead of Penneo's")]
    public void Clock_ThatIsOff_IsToldBeforeItRefuses(double minutes, FindingSeverity? severity, string? words)
    {
        var finding = FindingRules.Of(new FindingInput { Ours = [Good], Now = Now, ClockOff = TimeSpan.FromMinutes(minutes) }).SingleOrDefault();
        Assert.Equal((severity, severity == FindingSeverity.Danger), (finding?.Severity, finding?.StopsEvents == true));
        Assert.Contains(words ?? "", finding?.Title ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Address_ThatLooksWrong_OrDoesNotAnswer()
    {
        var input = new FindingInput { Ours = [Good], Now = Now, AddressWarnings = ["One.", "Two."], NoAnswer = "hooks.example.com can't be reached." };
        var findings = FindingRules.Of(input);
        Assert.Equal([FindingKind.Address, FindingKind.NoAnswer], findings.Select(x => x.Kind));
        Assert.Equal("One. Two.", findings[0].Text);
        Assert.All(findings, x => Assert.True(x.StopsEvents));

        // What has just come proves more.
        Assert.Equal([FindingKind.Address], FindingRules.Of(input with { Ours = [Good with { LastEventAt = Now.AddMinutes(-5) }] }).Select(x => x.Kind));
    }

    [Fact]
    public void UncomparedList_IsSaid() => Assert.Contains("Penneo did not answer.", Single(
        FindingKind.NotCompared, FindingRules.Of(new FindingInput { Ours = [Good], Now = Now, NotCompared = "Penneo did not answer." })).Text, StringComparison.Ordinal);

    [Fact]
    public void Anything_GivesFindingsInOrder_EachOnce_AndFixesOfWhatThereIs() => Gen.Select(AnyView.Array[0, 6], Gen.Bool, Gen.Int[-600, 600]).Sample((some, simulator, off) =>
    {
        var ours = some.Select((x, i) => Judged(x with { Id = i + 1 })).ToList();
        var findings = FindingRules.Of(new FindingInput { Ours = ours, Now = Now, IsSimulator = simulator, ClockOff = TimeSpan.FromSeconds(off) });

        Assert.Equal(findings.OrderByDescending(x => x.Severity).Select(x => x.Severity), findings.Select(x => x.Severity));
        Assert.Equal(findings.Count, findings.Select(x => (x.Kind, string.Join(' ', x.SubscriptionIds))).Distinct().Count());
        Assert.All(findings, x => Assert.All(x.SubscriptionIds, id => Assert.InRange(id, 1, ours.Count)));
        Assert.All(findings.Select(x => x.Fix).OfType<FindingFix>(), fix => Assert.True(fix.Kind is FixKind.Create or FixKind.Open || ours.Exists(x => x.Id == fix.SubscriptionId)));

        // A missing event type that is added is missing no more.
        if (findings.FirstOrDefault(x => x.Fix?.Kind == FixKind.AddEventTypes) is { Fix: { } add })
        {
            var mended = ours.Select(x => x.Id == add.SubscriptionId ? x with { EventTypes = [.. x.EventTypes!, .. add.EventTypes!] } : x).ToList();
            Assert.DoesNotContain(FindingRules.Of(new FindingInput { Ours = mended, Now = Now }), x => x.Kind == FindingKind.MissingEventTypes);
        }
    });

    private static readonly Gen<SubscriptionView> AnyView = Gen.Select(
        Gen.Enum<Generation>(), Gen.Enum<SubscriptionState>(), Gen.OneOf("casefile", "signer"), Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int[0, 40]).Select(
        (generation, state, topic, preset, here, secret, days) => (generation == Generation.Legacy ? Legacy(1, topic) : Current(1, EventTypePresets.All[preset].EventTypes)) with
        {
            State = state,
            ReceiveUrl = here ? "https://hooks.example.com/webhooks/penneo/KEY1" : null,
            HasSecret = secret,
            LastEventAt = days == 0 ? null : Now.AddDays(-days),
        });

    private static SubscriptionView Current(long id, IEnumerable<string>? eventTypes = null) => Judged(new()
    {
        Id = id,
        Generation = Generation.Current,
        PenneoId = $"uuid-{id}",
        EventTypes = [.. eventTypes ?? Everything],
        Endpoint = $"https://hooks.example.com/webhooks/penneo/KEY{id}",
        ReceiveUrl = $"https://hooks.example.com/webhooks/penneo/KEY{id}",
        State = SubscriptionState.Active,
        HasSecret = true,
        AutoConfirm = true,
        CreatedAt = Now.AddDays(-90),
        LastEventAt = Now.AddHours(-2),
    });

    private static SubscriptionView Legacy(long id, string topic) => Current(id) with { Generation = Generation.Legacy, EventTypes = null, Topic = topic, HasSecret = false };

    private static SubscriptionView Judged(SubscriptionView x) => x with { Health = HealthRules.Of(x, HealthFacts.None, Now) };

    private static IReadOnlyList<Finding> Of(params SubscriptionView[] ours) => FindingRules.Of(new FindingInput { Ours = ours, Now = Now });

    private static Finding Single(FindingKind kind, IReadOnlyList<Finding> findings) => Assert.Single(findings, x => x.Kind == kind);

    private static void AssertFix(Finding finding, FixKind kind, long id) => Assert.Equal((kind, id), (finding.Fix!.Kind, finding.Fix.SubscriptionId));
}
