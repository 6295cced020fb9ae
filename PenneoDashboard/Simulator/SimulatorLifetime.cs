namespace PenneoDashboard.Simulator;

/// <summary>
/// Stops the simulator with the app: those who make messages before those who deliver them, and all of them before the
/// web server, which would otherwise wait for deliveries that the simulator itself keeps open.
/// </summary>
public sealed class SimulatorLifetime(ScenarioRunner runner, ContinuousTraffic traffic, DeliveryService deliveries, SubscriptionBook book) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await traffic.StopAsync();
        await runner.StopAllAsync();
        await deliveries.StopAsync(cancellationToken);
        book.SaveCasefiles();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
