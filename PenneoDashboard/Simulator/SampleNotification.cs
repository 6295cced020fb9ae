namespace PenneoDashboard.Simulator;

/// <summary>What the test call delivers: the samples of Penneo's page, with ids and a time of their own.</summary>
internal static class SampleNotification
{
    public static OutgoingMessage For(string topic, SubscriptionBook book, EventClock clock)
    {
        var step = topic == SimulatorTopics.Casefile
            ? new ScenarioStep(TimeSpan.Zero, topic, "rejected", null, 2)
            : new ScenarioStep(TimeSpan.Zero, topic, "finalized", 0, 5);
        var script = new ScenarioScript(new ScenarioRequest(), "", [""], [[0]], [step]);
        return new CasefileRun(script, book.NextCasefileId(), [book.NextSignerId()]).Next(clock);
    }
}
