using CsCheck;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class ScenarioScriptTests
{
    private static readonly Gen<ScenarioScript> Scripts =
        from signers in Gen.Int[1, 8]
        from rounds in Gen.Int[1, 3]
        from outcome in Gen.Enum<ScenarioOutcome>()
        from repeat in Gen.Bool
        from speed in Gen.Enum<ScenarioSpeed>()
        from seed in Gen.Int
        select ScenarioScriptBuilder.Build(
            new ScenarioRequest { Signers = signers, Rounds = rounds, Outcome = outcome, RepeatEvents = repeat, Speed = speed }, seed);

    [Fact]
    public void Build_SameSeed_SameScript() =>
        (from script in Scripts from seed in Gen.Int select (script.Request, seed)).Sample((request, seed) =>
        {
            var (one, two) = (ScenarioScriptBuilder.Build(request, seed), ScenarioScriptBuilder.Build(request, seed));
            Assert.Equal(one.Steps, two.Steps);
            Assert.Equal((one.Title, string.Join(',', one.SignerNames)), (two.Title, string.Join(',', two.SignerNames)));
        });

    [Fact]
    public void Build_Any_PacesAndNumbersItsSteps() => Scripts.Sample(script =>
    {
        Assert.Equal(TimeSpan.Zero, script.Steps[0].Delay);
        Assert.All(script.Steps.Skip(1), x =>
        {
            var (min, max) = script.Request.Speed == ScenarioSpeed.Fast ? (100, 250) : IsPenneosOwn(x) ? (50, 300) : (1_000, 6_000);
            Assert.InRange(x.Delay.TotalMilliseconds, min, max);
        });
        Assert.All(script.Steps, x => Assert.Equal(x.Topic == "signer", x.Signer is not null));
        Assert.Equal(script.Request.Signers, script.SignerNames.Count);
        Assert.Equal(script.Request.Rounds, script.Rounds.Count);
        Assert.Equal(Enumerable.Range(0, script.Request.Signers), script.Rounds.SelectMany(x => x).Distinct().Order());
    });

    [Fact]
    public void Build_Repetition_OnlyWhenAskedFor() => Scripts.Sample(script =>
    {
        var repeats = script.Steps.Index().Where(x => x.Item.RepeatOf is not null).ToArray();
        Assert.Equal(script.Request.RepeatEvents, repeats.Length > 0);
        foreach (var (index, step) in repeats)
        {
            var original = script.Steps[step.RepeatOf!.Value];
            Assert.True(step.RepeatOf < index);
            Assert.Equal(original, step with { Delay = original.Delay, RepeatOf = null });
        }
        if (!script.Request.RepeatEvents)
            Assert.All(script.Steps, x => Assert.Equal((PhpZone.UtcName, false), (x.Zone, x.EventType == "reminderSent")));
    });

    [Fact]
    public void Build_EachSignersPart_StartsActivatedAndKeepsItsOrder() => Scripts.Sample(script =>
    {
        for (var signer = 0; signer < script.Request.Signers; signer++)
        {
            var stage = 5;
            foreach (var step in Originals(script).Where(x => x.Signer == signer))
            {
                var next = Stage(step.EventType);

                // Over means a next round may begin for them, or the casefile is finalized.
                Assert.True(stage == 5 ? next is 0 or 6 : next == stage || next == stage + 1 || (stage == 1 && next is 3 or 5), $"{stage} → {step.EventType}");
                stage = next;
            }
        }
    });

    [Fact]
    public void Build_Rounds_FollowEachOtherStrictly() => Scripts.Sample(script =>
    {
        var steps = Originals(script).Where(x => x.Topic == "signer" && x.EventType != "finalized").ToList();
        foreach (var round in script.Rounds)
        {
            if (steps.Count == 0)
                break;

            // Penneo asks all of a round at once, before anyone of them can have done anything.
            foreach (var (eventType, asked) in new[] { "requestActivated", "requestSent" }.Zip(steps.Take(2 * round.Count).Chunk(round.Count)))
            {
                Assert.All(asked, x => Assert.Equal(eventType, x.EventType));
                Assert.Equal(round.Order(), asked.Select(x => x.Signer!.Value).Order());
            }
            var next = steps.FindIndex(round.Count, x => x.EventType == "requestActivated");
            var part = next < 0 ? steps : steps[..next];
            if (next >= 0)
                Assert.Equal(round.Count, part.Count(x => x.EventType == "signed"));
            steps = steps[part.Count..];
        }
        Assert.Empty(steps);
    });

    [Fact]
    public void Build_Outcome_EndsAsItSays() => Scripts.Sample(script =>
    {
        var steps = Originals(script);
        var casefile = steps.Where(x => x.Topic == "casefile").ToArray();
        var parts = script.Rounds.Sum(x => x.Count);
        var signed = steps.Count(x => x.EventType == "signed");
        switch (script.Request.Outcome)
        {
            case ScenarioOutcome.HappyPath:
                Assert.Equal([("completed", 5)], casefile.Select(x => (x.EventType, x.CasefileStatus)));
                Assert.Equal(parts, signed);
                Assert.True(IndexOf("completed") > steps.FindLastIndex(x => x.EventType == "signed"));
                Assert.Equal(Enumerable.Range(0, script.Request.Signers), steps.Where(x => x.EventType == "finalized").Select(x => x.Signer!.Value).Order());
                break;
            case ScenarioOutcome.Failure:
                Assert.Equal([("failed", 6)], casefile.Select(x => (x.EventType, x.CasefileStatus)));
                Assert.Equal(parts, signed);
                Assert.Equal("failed", steps[^1].EventType);
                break;
            case ScenarioOutcome.Rejection:
                Assert.Equal([("signer", "rejected", 2), ("casefile", "rejected", 2)], steps.TakeLast(2).Select(x => (x.Topic, x.EventType, x.CasefileStatus)));
                Assert.Single(casefile);
                Assert.True(signed < parts);
                break;
            default:
                Assert.Empty(casefile);
                var bounced = Assert.Single(steps, x => x.EventType == "undeliverable");
                Assert.DoesNotContain(steps.Skip(IndexOf("undeliverable") + 1), x => x.Signer == bounced.Signer);
                break;
        }

        int IndexOf(string eventType) => steps.FindIndex(x => x.EventType == eventType);
    });

    [Fact]
    public void Build_Status_ChangesWithTheEvents() => Scripts.Sample(script =>
    {
        var steps = Originals(script);
        var over = script.Request.Outcome is ScenarioOutcome.HappyPath or ScenarioOutcome.Failure
            ? steps.FindLastIndex(x => x.EventType == "signed")
            : steps.FindIndex(x => x.EventType == "rejected");
        for (var i = 0; i < steps.Count; i++)
        {
            var expected = steps[i].EventType switch
            {
                "completed" or "finalized" => 5,
                "failed" => 6,
                "rejected" => 2,
                "signed" when i == over => 4,
                _ => 1,
            };
            Assert.Equal(expected, steps[i].CasefileStatus);
        }
    });

    /// <summary>What a program does at once, where people take their time.</summary>
    private static bool IsPenneosOwn(ScenarioStep step) =>
        step.RepeatOf is null && (step.EventType is "requestActivated" or "requestSent" or "finalized" || step is { Topic: "casefile", EventType: "rejected" });

    private static List<ScenarioStep> Originals(ScenarioScript script) => [.. script.Steps.Where(x => x.RepeatOf is null)];

    private static int Stage(string eventType) => eventType switch
    {
        "requestActivated" => 0,
        "requestSent" => 1,
        "reminderSent" => 2,
        "requestOpened" => 3,
        "opened" => 4,
        "signed" or "rejected" or "undeliverable" => 5,
        "finalized" => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(eventType), eventType, "An event type no script should have."),
    };
}
