using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>Waits for what another thread is about to do, and fails with words when it doesn't.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="nudge">Done before each look, for example to move a fake clock on.</param>
    public static Task TrueAsync(Func<bool> condition, string what, Action? nudge = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, nudge);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, Action)" />
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, Action? nudge = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            nudge?.Invoke();
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Did not happen within {Patience.TotalSeconds} s: {what}");
            }
        }
    }
}
