using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace PenneoDashboard.Data;

/// <summary>Keeps instants as whole microseconds since 1970 UTC: Penneo's precision, sortable, eight bytes.</summary>
internal sealed class UnixMicroseconds() : ValueConverter<DateTimeOffset, long>(time => Of(time), micros => ToTime(micros))
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long micros) => new(DateTime.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
