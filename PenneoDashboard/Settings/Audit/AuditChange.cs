using System.Text.Json;
using PenneoDashboard.Audit;

namespace PenneoDashboard.Settings.Audit;

/// <summary>One member of what an entry says, as it was and as it became.</summary>
/// <param name="Before">Null where there is none.</param>
/// <param name="After">Null where there is none.</param>
internal sealed record AuditChange(string Name, string? Before, string? After)
{
    public bool IsChanged => Before != After;

    /// <summary>What changed first; within that, in the order it was written.</summary>
    public static IReadOnlyList<AuditChange> Of(AuditItem item)
    {
        var (before, after) = (Members(item.Before), Members(item.After));
        return [.. before.Keys.Union(after.Keys).Select(x => new AuditChange(x, before.GetValueOrDefault(x), after.GetValueOrDefault(x))).OrderBy(x => !x.IsChanged)];
    }

    private static Dictionary<string, string?> Members(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().ToDictionary(x => x.Name, x => Text(x.Value)),
        { ValueKind: not JsonValueKind.Null } other => new() { [""] = Text(other) },
        _ => [],
    };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
