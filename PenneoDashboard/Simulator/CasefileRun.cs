namespace PenneoDashboard.Simulator;

/// <summary>A script on its way: which casefile it is played for and how far it has come. Not for concurrent use.</summary>
internal sealed class CasefileRun(ScenarioScript script, int casefileId, IReadOnlyList<int> signerIds)
{
    private readonly OutgoingMessage[] _sent = new OutgoingMessage[script.Steps.Count];
    private volatile int _position;

    public ScenarioScript Script => script;

    public int CasefileId => casefileId;

    /// <summary>Steps played.</summary>
    public int Position => _position;

    public bool Finished => _position >= script.Steps.Count;

    /// <summary>Only while not <see cref="Finished"/>.</summary>
    public TimeSpan NextDelay => script.Steps[_position].Delay;

    public static CasefileRun Create(ScenarioRequest request, SubscriptionBook book)
    {
        var script = ScenarioScriptBuilder.Build(request, Random.Shared.Next());
        return new CasefileRun(script, book.NextCasefileId(), [.. script.SignerNames.Select(_ => book.NextSignerId())]);
    }

    /// <summary>Plays the next step. A repeated one is the same message: its bytes, its event time and its id.</summary>
    public OutgoingMessage Next(EventClock clock)
    {
        var step = script.Steps[_position];
        var message = step.RepeatOf is { } earlier
            ? _sent[earlier]
            : new OutgoingMessage(step.Topic, step.EventType, casefileId, NotificationBody.Event(script, step, casefileId, signerIds, clock.Next()));
        _sent[_position] = message;
        _position++;
        return message;
    }
}
