namespace PenneoDashboard.Bench.Load;

/// <summary>
/// Runs all connections of the load generator on the thread that polls their sockets. Without the thread pool's hand-over a
/// request costs about half. It must be asked for before the first socket is opened, and is not for children.
/// </summary>
internal static class OneThread
{
    /// <summary>The runtime's variables, which a child must not inherit.</summary>
    public const string Prefix = "DOTNET_SYSTEM_NET_SOCKETS_";

    public static void Use()
    {
        Environment.SetEnvironmentVariable(Prefix + "INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable(Prefix + "THREAD_COUNT", "1");
    }
}
