using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PenneoDashboard.Data;

/// <summary>Keeps instants as whole microseconds since 1970 UTC: Penneo's precision, sortable, eight bytes.</summary>
internal sealed class UnixMicroseconds() : ValueConverter<DateTimeOffset, long>(
    value => (value.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    micros => new DateTimeOffset(DateTime.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero));
