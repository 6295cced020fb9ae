namespace PenneoDashboard.Timeline;

/// <summary>The page that people watch.</summary>
public static class TimelineFeature
{
    public static void AddTimeline(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<SharedCasefiles>();
}
