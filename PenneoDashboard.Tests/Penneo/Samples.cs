namespace PenneoDashboard.Tests.Penneo;

/// <summary>The two sample notifications of Penneo's page.</summary>
internal static class Samples
{
    public const string Casefile =
        """{"topic":"casefile","eventType":"rejected","eventTime":{"date":"2023-01-01 12:59:59.000000","timezone_type":3,"timezone":"UTC"},"payload":{"id":531,"status":2}}""";

    public const string Signer =
        """{"topic":"signer","eventType":"finalized","eventTime":{"date":"2023-01-01 12:59:59.000000","timezone_type":3,"timezone":"UTC"},"payload":{"id":9001,"caseFile":{"id":531,"status":5}}}""";

    public static string For(string topic) => topic == "casefile" ? Casefile : Signer;
}
