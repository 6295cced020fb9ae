using System.Net.Mime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Rejected;

/// <summary>Deliveries whose signature did not verify: why, and the way back into the log.</summary>
public static class RejectedFeature
{
    public static void AddRejected(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(new RejectedLimits());
        builder.Services.AddSingleton<RejectedQueue>();
        builder.Services.AddSingleton<IRefusalListener>(services => services.GetRequiredService<RejectedQueue>());
        builder.Services.AddSingleton<RejectedChanges>();
        builder.Services.AddSingleton<Diagnoser>();
        builder.Services.AddScoped(services => Store(services, services.GetRequiredService<ReaderMask>()));
        builder.Services.AddSingleton(services => new RejectedService(
            Store(services, ReaderMask.None),
            services.GetRequiredService<Diagnoser>(),
            services.GetRequiredService<SubscriptionNames>(),
            services.GetRequiredService<EventWriter>(),
            services.GetRequiredService<RejectedQueue>(),
            services.GetRequiredService<RejectedLimits>(),
            services.GetRequiredService<AuditLog>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<RejectedWriter>(services, Store(services, ReaderMask.None)));
    }

    // Pages and routes have one for each reader; what the app does with the rows, it does with what came.
    private static RejectedStore Store(IServiceProvider services, ReaderMask mask) => new(
        services.GetRequiredService<IDbContextFactory<DashboardDb>>(),
        services.GetRequiredService<RejectedChanges>(),
        services.GetRequiredService<RejectedLimits>(),
        services.GetRequiredService<AuditLog>(),
        mask);

    // Never as its own content type: a body that is a web page must not run here.
    public static void MapRejectedBodies(this IEndpointRouteBuilder app) => app.MapGet("/rejected/{id:long}/raw", async (long id, RejectedStore rejected, CancellationToken cancellationToken) =>
        await rejected.BodyAsync(id, cancellationToken) is { } body
            ? Results.File(body, MediaTypeNames.Application.Octet, $"rejected-{id}.bin")
            : Results.NotFound()).RefuseMasked().ExcludeFromDescription();
}
