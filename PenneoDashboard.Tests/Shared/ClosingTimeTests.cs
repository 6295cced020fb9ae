using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class ClosingTimeTests
{
    [Theory]
    [InlineData("/_blazor", false, 200)]
    [InlineData("/_blazor", true, 503)]
    [InlineData("/_blazor/negotiate", true, 503)]
    [InlineData("/hubs/events", true, 503)]
    [InlineData("/hubs/events", false, 200)]
    [InlineData("/webhooks/penneo/key", true, 200)]
    [InlineData("/", true, 200)]
    public async Task Once_the_app_stops_only_what_would_stay_open_is_refused(string path, bool stopping, int expected)
    {
        using var lifetime = new Lifetime();
        var middleware = new ClosingTime(_ => Task.CompletedTask, lifetime);
        var http = new DefaultHttpContext { Request = { Path = path } };
        if (stopping)
            lifetime.StopApplication();

        await middleware.InvokeAsync(http);

        Assert.Equal(expected, http.Response.StatusCode);
        Assert.Equal(expected == 503, http.Response.Headers.RetryAfter.Count > 0);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
