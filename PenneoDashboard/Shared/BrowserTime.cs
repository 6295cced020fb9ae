using Microsoft.JSInterop;

namespace PenneoDashboard.Shared;

/// <summary>
/// The time zone of the person looking. The layout reads it before any page renders, so pages use it without waiting.
/// </summary>
public sealed partial class BrowserTime(IJSRuntime js, ILogger<BrowserTime> logger)
{
    /// <summary>The browser's zone; UTC until it is known, and where the server does not know the browser's zone.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset ToLocal(DateTimeOffset value) => TimeZoneInfo.ConvertTime(value, Zone);

    /// <summary>The instant at which a wall-clock time stands in the browser's zone, for date filters.</summary>
    public DateTimeOffset FromLocal(DateTime wallClock)
    {
        var unspecified = DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified);
        return new DateTimeOffset(unspecified, Zone.GetUtcOffset(unspecified));
    }

    /// <summary>Asks the browser once a circuit.</summary>
    public async Task ReadAsync() => Use(await js.InvokeAsync<string?>("dashboard.timeZone"));

    /// <summary>Takes an IANA name, for example <c>Europe/Copenhagen</c>; an unknown one leaves UTC.</summary>
    internal void Use(string? zoneId)
    {
        if (string.IsNullOrEmpty(zoneId))
        {
            return;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone))
        {
            Zone = zone;
        }
        else
        {
            LogUnknownZone(logger, zoneId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The browser's time zone {ZoneId} is not known here; showing UTC")]
    private static partial void LogUnknownZone(ILogger logger, string zoneId);
}
