using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Audit;
using PenneoDashboard.Security;

namespace PenneoDashboard.Api;

/// <summary>What of the audit log is asked for.</summary>
internal sealed record AuditQuery
{
    [Description("Entries of this name, the whole of it.")]
    public string? Actor { get; init; }

    [Description("Entries of this action, for example `subscription.deleted`.")]
    public string? Action { get; init; }

    [Description("From this time on.")]
    public DateTimeOffset? From { get; init; }

    [Description("Before this time.")]
    public DateTimeOffset? To { get; init; }

    [Description("Entries whose subject has this text in it.")]
    public string? Q { get; init; }

    public AuditFilter Filter => new(Given(Actor), Given(Action), From, To, Given(Q));

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

internal static class AuditApi
{
    private const int MostItems = 1000;
    private const int UsualItems = 100;

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit log").RequireAuthorization(Policies.Administrator);
        audit.MapGet("", ListAsync).WithName("ListAudit").WithSummary("Who did what, when and from where, newest first");
        audit.MapGet("/export", Export).WithName("ExportAudit").WithSummary("All entries that match, newest first, as one file")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: "application/x-ndjson").ProducesValidationProblem();
    }

    private static async Task<Results<Ok<AuditPage>, ValidationProblem>> ListAsync(
        [AsParameters] AuditQuery query,
        [Description("Entries with a smaller id; `next` of the page before reads on.")] long? before,
        [Description("From 1 to 1000; 100 when left out.")] int? limit,
        AuditQueries audit,
        CancellationToken cancellationToken) => limit is < 1 or > MostItems
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["limit"] = [$"From 1 to {MostItems}."] })
            : TypedResults.Ok(await audit.ListAsync(query.Filter, before, limit ?? UsualItems, cancellationToken));

    private static IResult Export([AsParameters] AuditQuery query, [Description("`csv` (when left out) or `ndjson`.")] string? format) =>
        Enum.TryParse<AuditFormat>(format ?? nameof(AuditFormat.Csv), ignoreCase: true, out var known) && Enum.IsDefined(known)
            ? new AuditExport(query.Filter, known)
            : TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["format"] = [$"'{format}' is not csv or ndjson."] });
}
