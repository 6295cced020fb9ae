using PenneoDashboard.Audit;
using PenneoDashboard.Security;

namespace PenneoDashboard.Settings.Audit;

/// <summary>Where a browser fetches what the page of the audit log exports.</summary>
public static class AuditDownload
{
    public static void MapAuditExport(this IEndpointRouteBuilder app) => app.MapGet(
        AuditUrl.ExportPath,
        (string? actor, string? action, DateTimeOffset? from, DateTimeOffset? to, string? q, string? format) =>
            new AuditExport(new AuditFilter(actor, action, from, to, q), format == "ndjson" ? AuditFormat.Ndjson : AuditFormat.Csv))
        .RequireAuthorization(Policies.Administrator).ExcludeFromDescription();
}
