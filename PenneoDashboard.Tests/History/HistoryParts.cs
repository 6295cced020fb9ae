using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Events.Export;
using PenneoDashboard.Events.Search;
using PenneoDashboard.History;
using PenneoDashboard.Tests.Events;

namespace PenneoDashboard.Tests.History;

internal static class HistoryParts
{
    /// <summary>What the history's page needs beside the log itself.</summary>
    public static void AddHistoryParts(this IServiceCollection services, LogFixture log, TimeProvider time)
    {
        services.AddSingleton(new FilterSuggestions(log.Contexts));
        services.AddSingleton(new SavedViews(log.Contexts));
        services.AddSingleton(new Exports(time));
        services.AddSingleton(new LogFollowers([new SearchIndex()], log.Contexts, time, NullLogger<LogFollowers>.Instance));
    }
}
