using System.Text.Json;

namespace PenneoDashboard.Tests;

/// <summary>Short ways to read an answer of the API.</summary>
public static class JsonReading
{
    public static string? Text(this JsonElement item, string name) => item.GetProperty(name).GetString();

    /// <summary>Only a JSON number is one; null for anything else.</summary>
    public static long? Number(this JsonElement item, string name) =>
        item.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement page, string name = "items") => [.. page.GetProperty(name).EnumerateArray()];
}
