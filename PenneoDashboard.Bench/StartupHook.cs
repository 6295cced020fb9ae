using PenneoDashboard.Bench.Servers;

/// <summary>The name and the place that the runtime asks of a startup hook.</summary>
internal static class StartupHook
{
    public static void Initialize() => Viewers.Attach();
}
