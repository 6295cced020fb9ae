namespace PenneoDashboard.Simulator;

/// <summary>A script on its way: which casefile it is played for and how far it has come. Not for concurrent use.</summary>
/// <param name="casefiles">Where it can be read back; null for one that Penneo only pretends to have.</param>
internal sealed class CasefileRun(ScenarioScript script, int casefileId, IReadOnlyList<int> signerIds, SimulatedCasefiles? casefiles = null)
{
    private readonly OutgoingMessage[] _sent = new OutgoingMessage[script.Steps.Count];
    private readonly IReadOnlyList<int> _signerIds = signerIds;
    private volatile int _position;

    public ScenarioScript Script => script;

    public int CasefileId => casefileId;

    /// <summary>Steps played.</summary>
    public int Position => _position;

    public bool Finished => _position >= script.Steps.Count;

    /// <summary>Only while not <see cref="Finished"/>.</summary>
    public TimeSpan NextDelay => script.Steps[_position].Delay;

    /// <summary>Makes a casefile to which nothing has happened yet.</summary>
    public static CasefileRun Create(ScenarioRequest request, SubscriptionBook book, SimulatedCasefiles casefiles, DateTimeOffset now)
    {
        var script = ScenarioScriptBuilder.Build(request, Random.Shared.Next());
        var run = new CasefileRun(script, book.NextCasefileId(), [.. script.SignerNames.Select(_ => book.NextSignerId())], casefiles);
        casefiles.Keep(SimulatedCasefile.New(script, run.CasefileId, run._signerIds, now));
        return run;
    }

    /// <summary>Plays the next step. A repeated one is the same message: its bytes, its event time and its id.</summary>
    public OutgoingMessage Next(EventClock clock)
    {
        var step = script.Steps[_position];
        var message = step.RepeatOf is { } earlier ? _sent[earlier] : Happen(step, clock.Next());
        _sent[_position] = message;
        _position++;
        return message;
    }

    // The casefile first: whoever hears of the event may read it back at once.
    private OutgoingMessage Happen(ScenarioStep step, DateTimeOffset at)
    {
        int? signerId = step.Signer is { } signer ? _signerIds[signer] : null;
        if (casefiles?.Find(casefileId) is { } before)
            casefiles.Keep(before.After(step, signerId, at));
        return new OutgoingMessage(step.Topic, step.EventType, casefileId, NotificationBody.Event(script, step, casefileId, _signerIds, at)) { SignerId = signerId, EventTime = at };
    }
}
