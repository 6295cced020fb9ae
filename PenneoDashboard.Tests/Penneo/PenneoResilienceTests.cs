using System.Globalization;
using System.Net;
using PenneoDashboard.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class PenneoResilienceTests : IAsyncLifetime
{
    private FakePenneo _penneo = null!;
    private ApiHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _penneo = await FakePenneo.StartAsync();
        _host = new ApiHost(_penneo);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _penneo.DisposeAsync();
    }

    [Theory]
    [InlineData(PenneoCall.List, 3)]
    [InlineData(PenneoCall.Create, 1)]
    [InlineData(PenneoCall.Confirm, 1)]
    [InlineData(PenneoCall.Test, 1)]
    [InlineData(PenneoCall.Delete, 1)]
    public async Task ErrorOfPenneosOwn_OnlyReadsAreRepeated(PenneoCall call, int calls)
    {
        _penneo.Fail(call, Answers.Error(503, "Down for maintenance."));

        var failure = await _host.FailureAsync(call);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failure.Status);
        Assert.Equal(calls, _penneo.Calls(call));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Refusal_IsNotRepeated(int status)
    {
        _penneo.Fail(PenneoCall.List, Answers.Error(status, "No."));

        await Assert.ThrowsAsync<PenneoException>(() => _host.Api.ListAsync(Stop));

        Assert.Single(_penneo.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task ShortRetryAfter_IsWaitedFor(int status)
    {
        _penneo.Fail(PenneoCall.List, Answers.Error(status, "Slow down.", retryAfter: "4"));
        var start = _host.Clock.GetUtcNow();

        await _host.FailureAsync(PenneoCall.List);

        Assert.Equal(3, _penneo.Calls(PenneoCall.List));
        Assert.True(_host.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData(429, "Penneo asks us to slow down (429). Try again in 60 minutes. Its message: Slow down.")]
    [InlineData(503, "Penneo has a problem of its own (503). Try again in 60 minutes. Its message: Slow down.")]
    public async Task LongRetryAfter_IsToldAtOnceInsteadOfWaiting(int status, string message)
    {
        _penneo.Fail(PenneoCall.List, Answers.Error(status, "Slow down.", retryAfter: "3600"));

        var failure = await Assert.ThrowsAsync<PenneoException>(() => _host.Api.ListAsync(Stop));

        Assert.Equal(message, failure.Message);
        Assert.Single(_penneo.Requests);
    }

    [Fact]
    public async Task RetryAfterAsADate_IsCountedByPenneosClock()
    {
        var at = TimeProvider.System.GetUtcNow().AddHours(1).ToString("R", CultureInfo.InvariantCulture);
        _penneo.Fail(PenneoCall.List, Answers.Error(429, "Slow down.", retryAfter: at));

        var failure = await Assert.ThrowsAsync<PenneoException>(() => _host.Api.ListAsync(Stop));

        Assert.Matches(@"^Penneo asks us to slow down \(429\)\. Try again in \d+ minutes\.", failure.Message);
    }

    [Fact]
    public async Task HostThatKeepsFailing_IsLeftAlone_AndAskedAgainLater()
    {
        _penneo.Fail(PenneoCall.List, Answers.Error(500, "Broken."));
        PenneoException failure;
        do
        {
            failure = await _host.FailureAsync(PenneoCall.List);
        }
        while (failure.Status is not null && _penneo.Requests.Count < 100);

        var asked = _penneo.Requests.Count;
        Assert.Equal(10, asked);
        Assert.Contains("failed many times in a row", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.NothingDone);

        // A create is the user's own word, and is passed on.
        await _host.CallAsync(PenneoCall.Create);
        Assert.Equal(asked + 1, _penneo.Requests.Count);

        _penneo.Heal();
        _host.Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Single(await _host.Api.ListAsync(Stop));
    }

    [Fact]
    public async Task RefusalsAndSlowDowns_DoNotCountAsFailing()
    {
        _penneo.Fail(PenneoCall.List, Answers.Error(429, "Slow down.", retryAfter: "3600"));
        for (var i = 0; i < 30; i++)
            Assert.Equal(HttpStatusCode.TooManyRequests, (await Assert.ThrowsAsync<PenneoException>(() => _host.Api.ListAsync(Stop))).Status);
    }
}
