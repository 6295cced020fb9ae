namespace PenneoDashboard.Penneo;

/// <summary>The simulator's account, so that each method works there before anyone has set a key.</summary>
internal static class SimulatorAccount
{
    /// <summary>The same settings, with the account's where the simulator is meant and there are none.</summary>
    public static PenneoOptions Complete(PenneoOptions options)
    {
        if (options.Environment != PenneoEnvironment.Simulator)
            return options;
        var complete = options.Copy();
        foreach (var setting in PenneoSetting.Credentials.Where(x => string.IsNullOrEmpty(x.Get(options))))
        {
            setting.Set(complete, setting.Name switch
            {
                "token" => "simulator",
                "clientId" => "simulator-client",
                "clientSecret" => "simulator-client-secret",
                "apiKey" => "simulator-key",
                _ => "simulator-secret",
            });
        }

        return complete;
    }
}
