namespace PenneoDashboard.Simulator;

/// <summary>Stops the simulator with the app, those who make messages before those who deliver them.</summary>
public sealed class SimulatorLifetime(ScenarioRunner runner, ContinuousTraffic traffic, DeliveryService deliveries) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await traffic.StopAsync();
        await runner.StopAllAsync();
        await deliveries.StopAsync(cancellationToken);
    }
}
