using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using PenneoDashboard.Security.Passkeys;
using PenneoDashboard.Security.Setup;

namespace PenneoDashboard.Security.SignIn;

/// <summary>
/// How often one address may try to sign in. The lockout guards each user; this keeps somebody from trying one password on
/// everybody, and from locking everybody out.
/// </summary>
internal static class SignInLimit
{
    private const int AddressBytesOfOne = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly string[] Doors = [SignInPage.Path, SetupLink.Path, PasswordPage.Path, AccountPage.Path];

    public static void Use(RateLimiterOptions limiter, IOptions<SecurityOptions> security)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (context, cancellationToken) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await context.HttpContext.Response.WriteAsync(Say("Too many attempts from your address. Wait a minute, then try again."), cancellationToken);
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            HttpMethods.IsPost(http.Request.Method) && Doors.Any(x => http.Request.Path.StartsWithSegments(x, StringComparison.OrdinalIgnoreCase))
                ? RateLimitPartition.GetFixedWindowLimiter(CounterOf(http), _ => new FixedWindowRateLimiterOptions { PermitLimit = security.Value.SignInsPerMinute, Window = Window })
                : RateLimitPartition.GetNoLimiter(""));
    }

    // Pages that are left open ask for passkeys by themselves, which must not use up what people have for their passwords.
    private static string CounterOf(HttpContext http) =>
        (http.Request.Path.StartsWithSegments(PasskeyFeature.OptionsToSignIn, StringComparison.OrdinalIgnoreCase) ? "questions of " : "") + Of(http.Connection.RemoteIpAddress);

    // A household or server has a /64 of IPv6, and could else try from each of its addresses.
    private static string Of(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, AddressBytesOfOne)),
        _ => address.ToString(),
    };
}
