namespace PenneoDashboard.Tests;

/// <summary>Bodies as Penneo sends them.</summary>
public static class Messages
{
    /// <summary>The first sample of Penneo's page, as it stands there.</summary>
    public const string CasefileSample =
        """
        {
          "topic": "casefile",
          "eventType": "rejected",
          "eventTime": {
            "date": "2023-01-01 12:59:59.000000",
            "timezone_type": 3,
            "timezone": "UTC"
          },
          "payload": {
            "id": 531,
            "status": 2
          }
        }
        """;

    /// <summary>The second sample of Penneo's page.</summary>
    public const string SignerSample =
        """
        {
          "topic": "signer",
          "eventType": "finalized",
          "eventTime": {
            "date": "2023-01-01 12:59:59.000000",
            "timezone_type": 3,
            "timezone": "UTC"
          },
          "payload": {
            "id": 9001,
            "caseFile": { 
              "id": 531, 
              "status": 5
            }
          }
        }
        """;

    public const string Confirmation = """{"Type":"SubscriptionConfirmation","Token":"3f0b-token"}""";

    public static string Casefile(long id, string type = "completed", int status = 5, string date = "2026-01-02 10:00:00.000000") =>
        $$"""{"topic":"casefile","eventType":"{{type}}","eventTime":{{Time(date)}},"payload":{"id":{{id}},"status":{{status}}} }""";

    public static string Signer(long casefile, long id, string type = "signed", int status = 1, string date = "2026-01-02 10:00:00.000000") =>
        $$"""{"topic":"signer","eventType":"{{type}}","eventTime":{{Time(date)}},"payload":{"id":{{id}},"caseFile":{"id":{{casefile}},"status":{{status}}} } }""";

    public static string Time(string date, int type = 3, string zone = "UTC") =>
        $$"""{"date":"{{date}}","timezone_type":{{type}},"timezone":"{{zone}}"}""";
}
