using System.Globalization;
using System.Text.Json;

namespace PenneoDashboard.Penneo;

/// <summary>A signer as Penneo's API gives them.</summary>
public sealed record PenneoSigner(long Id, string? Name);

/// <summary>A casefile as Penneo's API gives it: what of it is shown.</summary>
public sealed record PenneoCasefile(long Id, string? Title, IReadOnlyList<PenneoSigner> Signers)
{
    private const int MostSigners = 500;
    private const int LongestText = 1000;

    internal PenneoCasefile WithoutNames() => new(Id, null, [.. Signers.Select(x => x with { Name = null })]);

    /// <summary>Reads an answer; what is missing or of another kind is left out. Null for what is no object.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    internal static PenneoCasefile? Read(string json, long id)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return root.ValueKind != JsonValueKind.Object ? null : new PenneoCasefile(id, Text(root, "title"), SignersOf(root));
    }

    private static List<PenneoSigner> SignersOf(JsonElement casefile) =>
        casefile.TryGetProperty("signers", out var signers) && signers.ValueKind == JsonValueKind.Array
            ? [.. signers.EnumerateArray().Where(x => x.ValueKind == JsonValueKind.Object).Take(MostSigners)
                .Select(x => (Id: Number(x, "id"), Name: Text(x, "name"))).Where(x => x.Id is not null).Select(x => new PenneoSigner(x.Id!.Value, x.Name)).DistinctBy(x => x.Id)]
            : [];

    private static long? Number(JsonElement parent, string name) => !parent.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static string? Text(JsonElement parent, string name)
    {
        try
        {
            return parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
                ? text[..Math.Min(text.Length, LongestText)]
                : null;
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 stands for no character.
            return null;
        }
    }
}
