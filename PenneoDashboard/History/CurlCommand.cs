using System.Text;

namespace PenneoDashboard.History;

/// <summary>A shell command that sends a message again, to an endpoint of the reader's own.</summary>
public static class CurlCommand
{
    /// <summary>A command line has its limits; larger bodies are better sent from the downloaded file.</summary>
    public const int MostBytes = 32 * 1024;

    private const string Endpoint = "https://your-endpoint.example/webhook";

    /// <summary>Null for a body that no command line can carry: one with a NUL, or a very large one.</summary>
    /// <param name="headers">As received; those that say what the message is are sent along.</param>
    public static string? For(string body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        if (body.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(body) > MostBytes)
            return null;
        var command = new StringBuilder("curl -X POST ").Append(Quoted(Endpoint));
        foreach (var (name, value) in headers.Where(x => IsPartOfTheMessage(x.Key)))
            command.Append(" \\\n  -H ").Append(Quoted($"{name}: {value}"));

        // Not --data: that would take a body with an @ in front for the name of a file.
        return command.Append(" \\\n  --data-raw ").Append(Quoted(body)).ToString();
    }

    private static bool IsPartOfTheMessage(string header) =>
        header.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) || header.StartsWith("x-event-", StringComparison.OrdinalIgnoreCase);

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
