using System.Text.Encodings.Web;
using System.Text.Json;

namespace PenneoDashboard.Bench.Reports;

/// <summary>A table for people, and one line of JSON for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints rows below each other, the first column to the left and the others to the right.</summary>
    public static void Table(params IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            Console.WriteLine(string.Join("  ", rows[i].Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
            if (i == 0)
                Console.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
        }

        Console.WriteLine();
    }

    /// <summary>The run's line: its name, the machine and what was found.</summary>
    public static void Line(string run, Machine machine, object options, object results) =>
        Console.WriteLine(JsonSerializer.Serialize(new { run, at = DateTimeOffset.UtcNow, machine, options, results }, Json));
}
