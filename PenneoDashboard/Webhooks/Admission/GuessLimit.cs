using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace PenneoDashboard.Webhooks.Admission;

/// <summary>
/// Answers requests with an unknown key: 404, and 429 with <c>Retry-After</c> once a sender has tried 30 within a minute.
/// Who sends a known key never comes here, whatever else comes from the same address.
/// </summary>
public sealed partial class GuessLimit(TimeProvider time, ILogger<GuessLimit> logger) : IDisposable
{
    /// <summary>Unknown keys that one sender may try within a minute.</summary>
    public const int GuessesPerMinute = 30;

    // Addresses share this many counters, by a hash that differs from start to start: a flood from ever new addresses
    // takes no more memory, and sharing one costs nobody more than a 429 instead of a 404.
    private const int Counters = 16_384;

    // A single sender of IPv6 has at least this much of an address to itself.
    private const int NetworkBytes = 8;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress?> _limiter = PartitionedRateLimiter.Create<IPAddress?, int>(
        address => RateLimitPartition.GetFixedWindowLimiter(CounterOf(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = GuessesPerMinute, Window = Window }));

    private long _loggedAt;

    public void Answer(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        using var lease = _limiter.AttemptAcquire(address);
        if (lease.IsAcquired)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : Window;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        LogOnceAMinute(address);
    }

    public void Dispose() => _limiter.Dispose();

    internal static int CounterOf(IPAddress? address)
    {
        if (address is null)
            return 0;
        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out var length);
        var hash = new HashCode();
        hash.AddBytes(bytes[..(plain.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkBytes : length)]);
        return (hash.ToHashCode() & int.MaxValue) % Counters;
    }

    // Whoever guesses could fill the log.
    private void LogOnceAMinute(IPAddress? address)
    {
        var (last, now) = (Volatile.Read(ref _loggedAt), time.GetTimestamp());
        if ((last == 0 || time.GetElapsedTime(last, now) >= Window) && Interlocked.CompareExchange(ref _loggedAt, now, last) == last)
            LogGuessing(address);
    }

    [LoggerMessage(LogLevel.Warning, "{Address} tries one unknown receive key after another and is answered 429")]
    private partial void LogGuessing(IPAddress? address);
}
