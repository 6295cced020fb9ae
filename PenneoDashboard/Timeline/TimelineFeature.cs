using PenneoDashboard.Events;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Timeline;

/// <summary>The page that people watch.</summary>
public static class TimelineFeature
{
    // What it keeps is for all readers, and masked for each as it is given to them.
    public static void AddTimeline(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton(services => new SharedCasefiles(ActivatorUtilities.CreateInstance<CasefileQueries>(services, ReaderMask.None)));
}
