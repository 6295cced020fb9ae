namespace PenneoDashboard.Simulator;

/// <summary>Writes the script of a casefile: the same request and seed always give the same one.</summary>
public static class ScenarioScriptBuilder
{
    private const int Pending = 1;
    private const int Rejected = 2;
    private const int Signed = 4;
    private const int Completed = 5;
    private const int Failed = 6;

    /// <param name="request">A valid one.</param>
    public static ScenarioScript Build(ScenarioRequest request, int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, request.Signers).Select(_ => InventedNames.Person(random)).ToArray();
        var rounds = Distribute(request);
        var events = Sign(request, rounds, random);
        events.AddRange(Finish(request, random));
        return new ScenarioScript(request, InventedNames.Title(random), names, rounds, Pace(request, events, random));
    }

    /// <summary>Spreads the signers over the rounds; when there are too few, the same ones come up again.</summary>
    private static int[][] Distribute(ScenarioRequest request)
    {
        var rounds = new int[request.Rounds][];
        for (var round = 0; round < request.Rounds; round++)
        {
            var local = round;
            rounds[round] = request.Signers < request.Rounds
                ? [round % request.Signers]
                : [.. Enumerable.Range(0, request.Signers).Where(x => x * request.Rounds / request.Signers == local)];
        }

        // Penneo's page: a signer in several rounds has several events of the same type.
        if (request.RepeatEvents && request.Rounds > 1 && !rounds[^1].Contains(0))
            rounds[^1] = [0, .. rounds[^1]];
        return rounds;
    }

    private static List<Happening> Sign(ScenarioRequest request, int[][] rounds, Random random)
    {
        var events = new List<Happening>();
        var troubledRound = request.Outcome is ScenarioOutcome.Rejection or ScenarioOutcome.Undeliverable ? random.Next(rounds.Length) : -1;
        for (var round = 0; round < rounds.Length; round++)
        {
            var trouble = round == troubledRound ? rounds[round][random.Next(rounds[round].Length)] : -1;
            var open = rounds[round].ToDictionary(signer => signer, signer => Part(request, signer == trouble, random));
            foreach (var asked in (string[])["requestActivated", "requestSent"])
                events.AddRange(rounds[round].Select(signer => new Happening(SimulatorTopics.Signer, asked, signer, Pending)));
            while (open.Count > 0)
            {
                var signer = open.Keys.Order().ElementAt(random.Next(open.Count));
                var eventType = open[signer].Dequeue();
                if (open[signer].Count == 0)
                    open.Remove(signer);
                if (eventType == "rejected")
                {
                    events.Add(new Happening(SimulatorTopics.Signer, eventType, signer, Rejected));
                    return events;
                }
                var everyoneSigned = round == rounds.Length - 1 && open.Count == 0 && round != troubledRound;
                events.Add(new Happening(SimulatorTopics.Signer, eventType, signer, everyoneSigned ? Signed : Pending));
            }

            // The next round only comes up when everyone of this one has signed.
            if (round == troubledRound)
                break;
        }
        return events;
    }

    /// <summary>What one signer goes through in one round after being asked.</summary>
    private static Queue<string> Part(ScenarioRequest request, bool trouble, Random random)
    {
        var part = new Queue<string>();
        if (trouble && request.Outcome == ScenarioOutcome.Undeliverable)
        {
            part.Enqueue("undeliverable");
            return part;
        }
        Times("reminderSent", request.RepeatEvents ? random.Next(3) : 0);
        Times("requestOpened", request.RepeatEvents ? random.Next(1, 4) : 1);
        Times("opened", request.RepeatEvents ? random.Next(1, 4) : 1);
        part.Enqueue(trouble ? "rejected" : "signed");
        return part;

        void Times(string eventType, int count)
        {
            for (var i = 0; i < count; i++)
                part.Enqueue(eventType);
        }
    }

    private static IEnumerable<Happening> Finish(ScenarioRequest request, Random random)
    {
        switch (request.Outcome)
        {
            case ScenarioOutcome.Rejection:
                return [new Happening(SimulatorTopics.Casefile, "rejected", null, Rejected)];
            case ScenarioOutcome.Failure:
                return [new Happening(SimulatorTopics.Casefile, "failed", null, Failed)];
            case ScenarioOutcome.Undeliverable:
                return [];
            default:
                var signers = Enumerable.Range(0, request.Signers).ToArray();
                random.Shuffle(signers);
                return signers
                    .Select(signer => new Happening(SimulatorTopics.Signer, "finalized", signer, Completed))
                    .Prepend(new Happening(SimulatorTopics.Casefile, "completed", null, Completed));
        }
    }

    private static List<ScenarioStep> Pace(ScenarioRequest request, List<Happening> events, Random random)
    {
        var steps = new List<ScenarioStep>();
        var again = new List<(int After, int Step)>();
        for (var i = 0; i < events.Count; i++)
        {
            var (topic, eventType, signer, status) = events[i];
            var zone = request.RepeatEvents && random.Next(4) == 0 ? (PhpZone)random.Next(1, 4) : PhpZone.UtcName;
            steps.Add(new ScenarioStep(Gap(IsPenneosOwn(events[i])), topic, eventType, signer, status, zone));

            // At least the first one comes twice, so that whoever asks for repetition surely sees it.
            if (request.RepeatEvents && (i == 0 || random.Next(6) == 0))
                again.Add((Math.Min(i + random.Next(4), events.Count - 1), steps.Count - 1));
            foreach (var (_, step) in again.Where(x => x.After == i))
                steps.Add(steps[step] with { Delay = Gap(false), RepeatOf = step });
        }
        return steps;

        // The first event comes at once: whoever pressed Start is looking.
        TimeSpan Gap(bool atOnce) => steps.Count == 0
            ? TimeSpan.Zero
            : TimeSpan.FromMilliseconds(request.Speed == ScenarioSpeed.Fast ? random.Next(100, 251) : atOnce ? random.Next(50, 301) : random.Next(1_000, 6_001));
    }

    /// <summary>True for what Penneo does at once; people take their time, and finishing the documents takes a while.</summary>
    private static bool IsPenneosOwn(Happening happening) =>
        happening.EventType is "requestActivated" or "requestSent" or "finalized" || happening is { Topic: SimulatorTopics.Casefile, EventType: "rejected" };

    private sealed record Happening(string Topic, string EventType, int? Signer, int Status);
}
