using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class ContinuousTrafficTests
{
    [Fact]
    public void AnyRequest_OverMany_IsAMixLikeReal()
    {
        var random = new Random(20261124);
        var requests = Enumerable.Range(0, 5_000).Select(_ => ContinuousTraffic.AnyRequest(random)).ToArray();

        Assert.All(requests, x => Assert.Empty(x.Validate()));
        Assert.InRange(Share(ScenarioOutcome.HappyPath), 0.82, 0.88);
        Assert.InRange(Share(ScenarioOutcome.Rejection), 0.06, 0.10);
        Assert.InRange(Share(ScenarioOutcome.Undeliverable), 0.03, 0.07);
        Assert.InRange(Share(ScenarioOutcome.Failure), 0.01, 0.03);

        double Share(ScenarioOutcome outcome) => requests.Count(x => x.Outcome == outcome) / (double)requests.Length;
    }
}
