namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>The way off Penneo's legacy service.</summary>
internal static class MovesFeature
{
    public static void AddMoves(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MoveStore>();
        builder.Services.AddSingleton<MoveLocks>();
        builder.Services.AddSingleton<MoveComparer>();
        builder.Services.AddTransient<MovePlanner>();
        builder.Services.AddTransient<MoveService>();
        builder.Services.AddTransient<SwitchingOff>();
        builder.Services.AddTransient<MoveReader>();
    }
}
