using System.Text.Json;

namespace PenneoDashboard.Webhooks;

/// <summary>Texts of a message, made fit for columns and lists; the raw body keeps what was cut or replaced.</summary>
internal static class JsonText
{
    /// <summary>A text or number as text; null for anything else and for an empty one.</summary>
    public static string? Scalar(JsonElement? value, int longest)
    {
        var text = value switch
        {
            { ValueKind: JsonValueKind.String } element => element.GetString(),
            { ValueKind: JsonValueKind.Number } element => element.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : Clean(text, longest);
    }

    /// <summary>Replaces control characters (NUL above all) and cuts to <paramref name="longest"/> characters.</summary>
    public static string Clean(string text, int longest)
    {
        var length = Math.Min(text.Length, longest);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            length--;
        return string.Create(length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
        });
    }
}
