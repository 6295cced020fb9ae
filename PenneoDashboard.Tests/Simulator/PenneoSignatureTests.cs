using System.Text;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class PenneoSignatureTests
{
    private const string Secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1_793_624_516);

    [Theory]
    [InlineData(
        "0190163d-8694-739b-aea5-966c26f8ad91", "sign.casefile.completed",
        """{"topic":"casefile","eventType":"completed","eventTime":{"date":"2026-11-02 13:01:55.517791","timezone_type":3,"timezone":"UTC"},"payload":{"id":531,"status":5}}""",
        "33e71c4352041770eed8f4ea80b9676da2441da428fcc5ce61dadc46ec56dc87")]
    [InlineData(
        "0190163d-8694-739b-aea5-966c26f8ad92", "sign.signer.signed",
        """{"topic":"signer","eventType":"signed","eventTime":{"date":"2026-11-02 13:00:41.000000","timezone_type":3,"timezone":"UTC"},"payload":{"id":9001,"caseFile":{"id":531,"status":1},"title":"Årsregnskab – ændring"}}""",
        "f9731fc24726a2abc48f61dbcfb583409df8d193205e80e862d885f279348154")]
    public void Of_KnownCases_GivesTheirCodes(string id, string type, string body, string code)
    {
        var header = PenneoSignature.Of(Secret, SignedAt.AddMilliseconds(999), [new("x-event-id", id), new("x-event-type", type)], Encoding.UTF8.GetBytes(body));

        Assert.Equal($"t=1793624516,h=x-event-id x-event-type,v1={code}", header);
    }
}
