using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Events.Export;
using PenneoDashboard.Events.Funnel;
using PenneoDashboard.Events.Search;
using PenneoDashboard.Events.States;

namespace PenneoDashboard.Events;

/// <summary>The log of events: one writer, many readers.</summary>
public static class EventsFeature
{
    public static void AddEvents(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BatchStore>();
        builder.Services.AddSingleton<WriterLimits>();
        builder.Services.AddSingleton(services => new EventWriter(
            services.GetRequiredService<BatchStore>(),
            services.GetServices<ICommitListener>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<EventWriter>>(),
            services.GetRequiredService<WriterLimits>(),
            services.GetRequiredService<DatabaseWatch>(),
            services.GetRequiredService<DeliveryAnswers>()));

        // Before the writer, so that it ends after it.
        builder.Services.AddSingleton<DeliveryAnswers>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DeliveryAnswers>());
        builder.Services.AddSingleton(services => new LogFollowers(
            services.GetServices<ILogFollower>(),
            services.GetRequiredService<IDbContextFactory<DashboardDb>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<LogFollowers>>(),
            services.GetRequiredService<DatabaseWatch>()));
        builder.Services.AddLogFollower<SearchIndex>();
        builder.Services.AddSingleton<ICommitListener>(services => services.GetRequiredService<LogFollowers>());
        builder.Services.AddHostedService(services => services.GetRequiredService<LogFollowers>());
        builder.Services.AddSingleton<EventRate>();
        builder.Services.AddSingleton<ICommitListener>(services => services.GetRequiredService<EventRate>());
        builder.Services.AddHostedService(services => services.GetRequiredService<EventRate>());
        builder.Services.AddHostedService(services => services.GetRequiredService<EventWriter>());
        builder.Services.AddHealthChecks().AddCheck<WriterCheck>("writer", tags: ["ready"]);

        // What shows names and titles is read for someone: the scope has their mask.
        builder.Services.AddScoped<EventQueries>();
        builder.Services.AddScoped<FilterSuggestions>();
        builder.Services.AddScoped<EventExport>();
        builder.Services.AddSingleton<Exports>();
        builder.Services.AddSingleton<DeliveryQueries>();
        builder.Services.AddScoped<CasefileQueries>();
        builder.Services.AddSingleton<CasefileDeliveries>();
        builder.Services.AddScoped<OverviewQueries>();
        builder.Services.AddSingleton<ArrivalQueries>();
        builder.Services.AddStates();
        builder.Services.AddLogFollower<FunnelFollower>();
        builder.Services.AddSingleton<FunnelQueries>();
    }

    /// <summary>Lets something be kept up to date behind the log.</summary>
    public static void AddLogFollower<T>(this IServiceCollection services)
        where T : class, ILogFollower => services.AddSingleton<ILogFollower, T>();
}
