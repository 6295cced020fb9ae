namespace PenneoDashboard.Simulator;

/// <summary>How the simulated Penneo keeps its state and delivers; the defaults are the real one's rules.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Path of the JSON file that outlives a restart; empty keeps everything in memory.</summary>
    public string StateFile { get; set; } = "";

    /// <summary>False while the app is connected to another Penneo: then there is no simulator to be found, and it sends nothing.</summary>
    public Func<bool> IsOn { get; set; } = () => true;

    /// <summary>An endpoint that has not answered by then has failed the attempt.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>From the end of a failed attempt to the start of the next.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Attempts after the first one; when the last fails too, the subscription is dropped.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>The current service's waits between the attempts of one message; it has one more attempt than waits.</summary>
    public IReadOnlyList<TimeSpan> CurrentRetryDelays { get; set; } =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    /// <summary>An endpoint to which the current service has no connection by then has failed the attempt.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Notifications a subscription may have waiting, retries included; more are lost and counted.</summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>First attempts a subscription may have under way at once.</summary>
    public int MaxConcurrentAttempts { get; set; } = 32;

    /// <summary>
    /// How long a first attempt holds back the one behind it. An endpoint that answers sooner is called strictly one
    /// after the other; a slower one is not allowed to hold the stream up.
    /// </summary>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The keys of the one account, which every digest is checked against.</summary>
    public AccountKeys Account { get; set; } = new();

    /// <summary>How long an access token is good for.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How far the time in a digest may be from the simulator's own, either way.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What Penneo would have given a customer. No secret: the simulator guards nothing.</summary>
    public sealed class AccountKeys
    {
        public string ClientId { get; set; } = "simulator-client";

        public string ClientSecret { get; set; } = "simulator-client-secret";

        public string ApiKey { get; set; } = "simulator-key";

        public string ApiSecret { get; set; } = "simulator-secret";
    }
}
