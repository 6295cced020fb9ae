using System.Globalization;
using System.Text.Json.Serialization;

namespace PenneoDashboard.Penneo;

/// <summary>A subscription of the legacy service as Penneo's API gives it.</summary>
public sealed record LegacySubscription
{
    // Penneo has sent numbers as text before (see Created), so both are read.
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public required long Id { get; init; }

    /// <summary><see cref="Id"/> as our tables keep it: the current service's ids are no numbers.</summary>
    [JsonIgnore]
    public string PenneoId => Id.ToString(CultureInfo.InvariantCulture);

    public string? Topic { get; init; }

    public string? Endpoint { get; init; }

    public bool Confirmed { get; init; }
}
