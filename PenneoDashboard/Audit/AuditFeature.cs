using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PenneoDashboard.Audit;

/// <summary>Who did what, when and from where. Any feature may write to it; it knows none of them.</summary>
public static class AuditFeature
{
    public static void AddAudit(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<CurrentActor>();
        builder.Services.AddSingleton<IActorSource>(services => services.GetRequiredService<CurrentActor>());
        builder.Services.AddScoped<CircuitHandler, CircuitActor>();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<AuditQueries>();
    }
}
