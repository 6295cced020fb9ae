using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.JSInterop;

namespace PenneoDashboard.History;

/// <summary>The columns that the list can have, in their order.</summary>
public enum HistoryColumn
{
    Sequence,
    Time,
    Received,
    Event,
    Casefile,
    Signer,
    Status,
    Times,
    Signature,
    Subscription,
}

/// <summary>How the list looks in one browser.</summary>
/// <param name="Columns">Those shown, in any order; <see cref="HistoryColumn.Event"/> always is.</param>
/// <param name="Widths">In CSS pixels, of the columns that were given one.</param>
public sealed record HistoryLook(IReadOnlyList<HistoryColumn> Columns, IReadOnlyDictionary<HistoryColumn, int> Widths, bool Compact)
{
    public const int LeastWidth = 40;
    public const int MostWidth = 1200;

    private const string Key = "penneo-dashboard.history";

    public static readonly HistoryLook Usual = new(
        [HistoryColumn.Time, HistoryColumn.Event, HistoryColumn.Casefile, HistoryColumn.Signer, HistoryColumn.Status, HistoryColumn.Times, HistoryColumn.Subscription],
        new Dictionary<HistoryColumn, int>(),
        Compact: false);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public bool Shows(HistoryColumn column) => column == HistoryColumn.Event || Columns.Contains(column);

    public HistoryLook Switch(HistoryColumn column) => this with { Columns = Shows(column) ? [.. Columns.Where(x => x != column)] : [.. Columns, column] };

    /// <param name="width">Null for the usual one.</param>
    public HistoryLook Resize(HistoryColumn column, int? width)
    {
        var widths = Widths.Where(x => x.Key != column).ToDictionary();
        if (width is { } pixels)
            widths[column] = Math.Clamp(pixels, LeastWidth, MostWidth);
        return this with { Widths = widths };
    }

    public static async Task<HistoryLook> ReadAsync(IJSRuntime js)
    {
        try
        {
            return await js.InvokeAsync<string?>("dashboard.recall", Key) is { } text && JsonSerializer.Deserialize<HistoryLook>(text, Json) is { Columns: not null, Widths: not null } look ? look : Usual;
        }
        catch (JsonException)
        {
            // Written by another version: the person chooses anew.
            return Usual;
        }
    }

    public ValueTask RememberAsync(IJSRuntime js) => js.InvokeVoidAsync("dashboard.remember", Key, JsonSerializer.Serialize(this, Json));
}
