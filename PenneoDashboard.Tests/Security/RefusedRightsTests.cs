using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Security;
using Xunit;

namespace PenneoDashboard.Tests.Security;

public sealed class RefusedRightsTests
{
    [Fact]
    public async Task WhatSomebodyMayNot_IsInTheLog_WithoutWhatTheyWrote()
    {
        using var log = new Warnings();
        await using var app = new TestApp(services: x => x.AddSingleton<ILoggerProvider>(log));
        await Visitor.MakeUserAsync(app, "curious", Role.Viewer);
        using var visitor = new Visitor(app.BaseUrl);
        (await visitor.SignInAsync("curious", Visitor.Password)).Dispose();
        using var program = new AppClient(app.BaseUrl, await Visitor.MakeTokenAsync(app, Role.Viewer));

        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/settings/users"));
        using var refused = await program.Http.DeleteAsync("/api/v1/subscriptions/7", TestContext.Current.CancellationToken);

        Assert.Contains("curious may not GET /settings/users by their role", log.Lines);
        Assert.Contains(log.Lines, x => x.StartsWith("A Viewer may not DELETE /api/v1/subscriptions/{id:long}", StringComparison.Ordinal));
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
