namespace PenneoDashboard.Simulator;

/// <summary>A Penneo of our own, for the first run, for demos and for tests.</summary>
public static class SimulatorFeature
{
    public static void AddSimulator(this IHostApplicationBuilder builder) => _ = builder;

    public static void MapSimulator(this IEndpointRouteBuilder app) => _ = app;
}
