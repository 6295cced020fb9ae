using System.Text.Json;

namespace PenneoDashboard.Penneo;

/// <summary>Reads Penneo's lists.</summary>
internal static class PenneoList
{
    /// <summary>A list that may stand alone or in <c>items</c>: Penneo's services do both.</summary>
    /// <exception cref="JsonException">It is no list.</exception>
    public static List<T>? Read<T>(string text)
        where T : class
    {
        var list = JsonSerializer.Deserialize<JsonElement>(text, PenneoClient.Json);
        if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("items", out var items))
            list = items;
        return list.Deserialize<List<T?>>(PenneoClient.Json)?.OfType<T>().ToList();
    }
}
