namespace PenneoDashboard.Overview;

/// <summary>The first page: what came, where casefiles stand and what needs someone.</summary>
public static class OverviewFeature
{
    public static void AddOverview(this IHostApplicationBuilder builder) => builder.Services.AddScoped<OverviewReader>();
}
