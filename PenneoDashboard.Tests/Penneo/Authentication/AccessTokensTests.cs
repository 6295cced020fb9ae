using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Authentication;
using Xunit;

namespace PenneoDashboard.Tests.Penneo.Authentication;

public sealed class AccessTokensTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentQueue<TaskCompletionSource<AccessToken>> _asked = new();
    private readonly AccessTokens _tokens;

    public AccessTokensTests() => _tokens = new AccessTokens(
        () =>
        {
            var answer = new TaskCompletionSource<AccessToken>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked.Enqueue(answer);
            return answer.Task;
        },
        _clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CallerThatGivesUp_DoesNotEndItForTheOthers()
    {
        using var impatient = new CancellationTokenSource();
        var first = _tokens.GetAsync(impatient.Token);
        var second = _tokens.GetAsync(Stop);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        (await AskedAsync(1)).SetResult(Token("a"));

        Assert.Equal("a", (await second).Value);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Failure_IsToldToAllWhoWait_AndTheNextAsksAgain()
    {
        var waiting = Enumerable.Range(0, 5).Select(_ => _tokens.GetAsync(Stop)).ToList();
        (await AskedAsync(1)).SetException(new PenneoException("No."));
        foreach (var one in waiting)
            Assert.Equal("No.", (await Assert.ThrowsAsync<PenneoException>(() => one)).Message);

        var next = _tokens.GetAsync(Stop);
        (await AskedAsync(2)).SetResult(Token("b"));

        Assert.Equal("b", (await next).Value);
    }

    [Theory]
    [InlineData(600, 539, 541)]
    [InlineData(60, 47, 49)]
    public async Task Token_IsRenewedBeforeItExpires(int lifetime, int still, int noMore)
    {
        var first = _tokens.GetAsync(Stop);
        (await AskedAsync(1)).SetResult(AccessToken.LivingFor(TimeSpan.FromSeconds(lifetime), "a", _clock.GetUtcNow()));
        var start = _clock.GetUtcNow();
        Assert.Equal("a", (await first).Value);

        _clock.SetUtcNow(start.AddSeconds(still));
        Assert.Equal("a", (await _tokens.GetAsync(Stop)).Value);
        Assert.Single(_asked);

        _clock.SetUtcNow(start.AddSeconds(noMore));
        var renewed = _tokens.GetAsync(Stop);
        (await AskedAsync(2)).SetResult(Token("b"));
        Assert.Equal("b", (await renewed).Value);
    }

    [Fact]
    public async Task RefusedTwice_TheSecondWordIsOfAnOldToken_AndDoesNothing()
    {
        var first = _tokens.GetAsync(Stop);
        (await AskedAsync(1)).SetResult(Token("same"));
        var old = await first;

        // Penneo may hand out the same text again: it is another token to us.
        _tokens.Refused(old);
        var second = _tokens.GetAsync(Stop);
        (await AskedAsync(2)).SetResult(Token("same"));
        await second;
        _tokens.Refused(old);

        Assert.Same(await second, await _tokens.GetAsync(Stop));
        Assert.Equal(2, _asked.Count);
    }

    private async Task<TaskCompletionSource<AccessToken>> AskedAsync(int times)
    {
        await Simulator.Eventually.TrueAsync(() => _asked.Count == times, $"request {times} for a token");
        return _asked.Last();
    }

    private AccessToken Token(string value) => AccessToken.LivingFor(TimeSpan.FromMinutes(10), value, _clock.GetUtcNow());
}
