using System.Net.Mime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
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
        builder.Services.AddSingleton(services => new RejectedStore(
            services.GetRequiredService<IDbContextFactory<DashboardDb>>(),
            services.GetRequiredService<RejectedChanges>(),
            services.GetRequiredService<RejectedLimits>(),
            services.GetRequiredService<AuditLog>()));
        builder.Services.AddSingleton(services => new RejectedService(
            services.GetRequiredService<RejectedStore>(),
            services.GetRequiredService<Diagnoser>(),
            services.GetRequiredService<SubscriptionNames>(),
            services.GetRequiredService<EventWriter>(),
            services.GetRequiredService<RejectedQueue>(),
            services.GetRequiredService<RejectedLimits>(),
            services.GetRequiredService<AuditLog>(),
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<RejectedWriter>();
    }

    // Never as its own content type: a body that is a web page must not run here.
    public static void MapRejectedBodies(this IEndpointRouteBuilder app) => app.MapGet("/rejected/{id:long}/raw", async (long id, RejectedStore rejected, CancellationToken cancellationToken) =>
        await rejected.BodyAsync(id, cancellationToken) is { } body
            ? Results.File(body, MediaTypeNames.Application.Octet, $"rejected-{id}.bin")
            : Results.NotFound()).ExcludeFromDescription();
}
