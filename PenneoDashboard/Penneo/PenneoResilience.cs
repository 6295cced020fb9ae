using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace PenneoDashboard.Penneo;

/// <summary>How long calls to Penneo may take, and which are repeated.</summary>
internal static class PenneoResilience
{
    /// <summary>Name of the pipeline for asking for an access token, which may be repeated: it changes nothing.</summary>
    public const string SignIn = "penneo-sign-in";

    /// <summary>How long one attempt may take, its whole answer included.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(10);

    /// <summary>How long a read may take with its repetitions.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(30);

    /// <summary>The longest <c>Retry-After</c> that is waited for: someone is looking at the page.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Reads are repeated, and no longer tried while a host keeps failing.</summary>
    public static void Read(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) => pipeline
        .AddTimeout(LongestRead)
        .AddRetry(Retry())
        .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = 0.9,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromMinutes(1),
            BreakDuration = TimeSpan.FromSeconds(15),
            ShouldHandle = x => ValueTask.FromResult(HttpClientResiliencePredicates.IsTransient(x.Outcome) && x.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests),
        })
        .AddTimeout(LongestAttempt);

    /// <summary>Everything else is tried once: a create that is repeated blindly may create twice.</summary>
    public static void Write(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) => pipeline.AddTimeout(LongestAttempt);

    public static void Token(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) => pipeline
        .AddTimeout(LongestRead)
        .AddRetry(Retry())
        .AddTimeout(LongestAttempt);

    /// <summary>How long Penneo asks us to wait; null when it does not say, or in the past.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,

        // Its own clock, where it tells: ours may be off.
        { Date: { } date } when date > (answer.Headers.Date ?? now) => date - (answer.Headers.Date ?? now),
        _ => null,
    };

    // Exponential with jitter, unless Penneo says how long.
    private static HttpRetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = 2,
        Delay = TimeSpan.FromMilliseconds(300),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldRetryAfterHeader = true,
        ShouldHandle = x => ValueTask.FromResult(HttpClientResiliencePredicates.IsTransient(x.Outcome) && IsSoon(x.Outcome.Result)),
    };

    private static bool IsSoon(HttpResponseMessage? answer) =>
        answer?.Headers.RetryAfter is null || RetryAfter(answer, DateTimeOffset.MaxValue) is not { } wait || wait <= LongestWait;
}
