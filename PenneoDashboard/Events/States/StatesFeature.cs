namespace PenneoDashboard.Events.States;

/// <summary>The states of casefiles, kept behind the log.</summary>
internal static class StatesFeature
{
    public static void AddStates(this IServiceCollection services)
    {
        services.AddLogFollower<CasefileStateFollower>();
        services.AddSingleton<CasefileStateQueries>();
        services.AddSingleton<StallRuleStore>();
        services.AddHostedService(x => x.GetRequiredService<StallRuleStore>());
        services.AddSingleton<CasefileStateNews>();
    }
}
