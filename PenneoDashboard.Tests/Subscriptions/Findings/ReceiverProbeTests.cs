using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Language;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Findings;

public sealed class ReceiverProbeTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Answering _handler = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task OurOwnAnswer_IsNoProblem_AndIsAskedOnceAMinute()
    {
        _handler.Answer = _ => Status(405, "POST");
        using var probe = Probe();
        await probe.CheckAsync(Cancel);
        await probe.CheckAsync(Cancel);

        Assert.Null(probe.Problem);
        Assert.Equal(["GET https://hooks.example.com/in/webhooks/penneo/reachable"], _handler.Asked);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await probe.CheckAsync(Cancel);
        Assert.Equal(2, _handler.Asked.Count);
    }

    [Theory]
    [InlineData(404, null, "answers 404, and not as this receiver does")]
    [InlineData(200, null, "answers 200, and not as this receiver does")]
    [InlineData(405, "GET", "answers 405, and not as this receiver does")]
    public async Task AnotherAnswer_IsAnothers(int status, string? allow, string words)
    {
        _handler.Answer = _ => Status(status, allow);
        using var probe = Probe();
        await probe.CheckAsync(Cancel);

        Assert.Contains(words, probe.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "no host named hooks.example.com")]
    [InlineData(HttpRequestError.SecureConnectionError, "certificate")]
    [InlineData(HttpRequestError.ConnectionError, "can't be reached")]
    public async Task NoAnswer_SaysWhy_AndIsOverWhenItAnswers(HttpRequestError error, string words)
    {
        _handler.Answer = _ => throw new HttpRequestException(error, "no");
        using var probe = Probe();
        await probe.CheckAsync(Cancel);
        Assert.Contains(words, probe.Problem, StringComparison.Ordinal);

        _handler.Answer = _ => Status(405, "POST");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await probe.CheckAsync(Cancel);
        Assert.Null(probe.Problem);
    }

    [Fact]
    public async Task Silence_IsWaitedForFiveSeconds()
    {
        var asked = new TaskCompletionSource();
        _handler.Answer = async token =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return await Status(405, "POST");
        };
        using var probe = Probe();
        var check = probe.CheckAsync(Cancel);
        await asked.Task;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await check;

        Assert.Contains("does not answer within 5 s", probe.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1")]
    public async Task AddressThatNobodyOutsideCouldReach_IsNotAsked(string? url)
    {
        using var probe = Probe(url);
        await probe.CheckAsync(Cancel);

        Assert.Null(probe.Problem);
        Assert.Empty(_handler.Asked);
    }

    [Fact]
    public async Task WhatIsWrong_IsToldInTheReadersLanguage_WhoeverAskedFirst()
    {
        _handler.Answer = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "no");
        using var probe = Probe();
        await probe.CheckAsync(Cancel);
        Assert.Equal("hooks.example.com can't be reached.", probe.Problem);

        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Words.Danish, Words.Danish);
        Assert.Equal("hooks.example.com kan ikke nås.", probe.Problem);
    }

    private static async Task<HttpResponseMessage> Status(int status, string? allow)
    {
        await Task.Yield();
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") };
        if (allow is not null)
            answer.Content.Headers.Allow.Add(allow);
        return answer;
    }

    private ReceiverProbe Probe(string? url = "https://hooks.example.com/in")
    {
        var options = Options.Create(new PublicAddressOptions { PublicBaseUrl = url });
        return new ReceiverProbe(_handler, options, new PublicAddress(options, Options.Create(new PenneoOptions()), new OwnAddress(null!)), _clock);
    }

    private sealed class Answering : HttpMessageHandler, IHttpClientFactory
    {
        public List<string> Asked { get; } = [];

        public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = _ => Status(500, null);

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.Method} {request.RequestUri}");
            return Answer(cancellationToken);
        }
    }
}
