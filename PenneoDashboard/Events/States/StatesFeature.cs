using PenneoDashboard.Events.Behind;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events.States;

/// <summary>The states of casefiles, kept behind the log.</summary>
internal static class StatesFeature
{
    public static void AddStates(this IServiceCollection services)
    {
        services.AddLogFollower<CasefileStateFollower>();
        services.AddScoped<CasefileStateQueries>();
        services.AddSingleton<StallRuleStore>();
        services.AddHostedService(x => x.GetRequiredService<StallRuleStore>());
        services.AddSingleton(x => new CasefileStateNews(
            x.GetRequiredService<LogFollowers>(), x.GetRequiredService<StallRuleStore>(), ActivatorUtilities.CreateInstance<EventQueries>(x, ReaderMask.None)));
    }
}
