using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;

namespace PenneoDashboard.Api;

/// <summary>What a caller may ask of the list of casefiles.</summary>
internal sealed record CasefilesQuery
{
    [Description("inProgress, blocked, completed, rejected, failed, expired, deleted or anonymized.")]
    public string? State { get; init; }

    [Description("True for those only that count as stalled; see /settings/stalled.")]
    public bool? Stalled { get; init; }

    [Description("The beginning of an id, or words of the title in any letter case.")]
    public string? Q { get; init; }

    [Description("activity: newest first, when left out. waiting: those that have waited longest first.")]
    public string? Sort { get; init; }

    [Description("`next` of the page before reads on.")]
    public string? Before { get; init; }

    [Description("From 1 to 1000; 100 when left out.")]
    public int? Limit { get; init; }

    public CasefileSort Order => Named<CasefileSort>(Sort) ?? CasefileSort.Activity;

    public CasefileFilter Filter => new(Named<CasefileState>(State), Stalled == true, string.IsNullOrWhiteSpace(Q) ? null : Q);

    public CasefileCursor? Cursor => CasefileCursor.Parse(Before, Order);

    /// <summary>What is wrong with it, by name.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (Limit is < 1 or > PageQuery.MostItems)
            problems["limit"] = [$"From 1 to {PageQuery.MostItems}."];
        if (!string.IsNullOrEmpty(State) && Named<CasefileState>(State) is null)
            problems["state"] = [$"'{State}' is not one of {Names<CasefileState>()}."];
        if (!string.IsNullOrEmpty(Sort) && Named<CasefileSort>(Sort) is null)
            problems["sort"] = [$"'{Sort}' is not one of {Names<CasefileSort>()}."];
        if (!string.IsNullOrEmpty(Before) && Cursor is null)
            problems["before"] = [$"'{Before}' is not what a page of this order gave as next."];
        return problems;
    }

    // The framework's own binding of names takes no camelCase, and takes numbers.
    private static T? Named<T>(string? text)
        where T : struct, Enum => Enum.GetValues<T>().Where(x => Name(x) == text).Select(x => (T?)x).FirstOrDefault();

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Name));

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

internal static class CasefilesApi
{
    // States follow the log by a moment. A caller who has just sent something is better answered a little later.
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(5);
    private const int FarBehind = 1000;

    public static void MapCasefiles(this IEndpointRouteBuilder api)
    {
        var casefiles = api.MapGroup("/casefiles").WithTags("Casefiles");
        casefiles.MapGet("", ListAsync).WithName("ListCasefiles").WithSummary("Casefiles by state, delay and title, newest activity first");
        casefiles.MapGet("/{id:long}", FindAsync).WithName("GetCasefile")
            .WithSummary("One casefile: where it stands, its signers and its newest 1000 events").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<CasefilePage>, ValidationProblem>> ListAsync(
        [AsParameters] CasefilesQuery query, CasefileQueries casefiles, CasefileStateQueries states, CasefileStateNews news, TimeProvider time, CancellationToken cancellationToken)
    {
        if (query.Problems() is { Count: > 0 } problems)
            return TypedResults.ValidationProblem(problems);
        var size = query.Limit ?? PageQuery.UsualItems;
        if (query is { Filter: var filter, Order: CasefileSort.Activity } && filter == CasefileFilter.All)
            return TypedResults.Ok(await RecentAsync(query.Cursor?.Key, size, casefiles, states, cancellationToken));
        if (news.Behind < FarBehind)
            await news.CatchUpAsync(LongestCatchUp, time, cancellationToken);
        return TypedResults.Ok(await FilteredAsync(query, size, states, cancellationToken));
    }

    // The writer's own rows: here nothing is missing, not even what came this moment.
    private static async Task<CasefilePage> RecentAsync(
        long? before, int size, CasefileQueries casefiles, CasefileStateQueries states, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var found = await casefiles.RecentAsync(EventFilter.All, size + 1, before, cancellationToken);
        var known = await states.FindAsync([.. found.Take(size).Select(x => x.Id)], cancellationToken);
        return new CasefilePage(
            [.. found.Take(size).Select(x => CasefileAnswer.Of(x, known.GetValueOrDefault(x.Id)))], found.Count > size ? found[size - 1].LastSequence : null);
    }

    private static async Task<CasefilePage> FilteredAsync(CasefilesQuery query, int size, CasefileStateQueries states, CancellationToken cancellationToken)
    {
        var page = await states.ListAsync(query.Filter, query.Order, size, query.Cursor, cancellationToken);
        return new CasefilePage([.. page.Items.Select(x => CasefileAnswer.Of(x.Casefile, x))], page.Next is not { } next ? null : Node(next, query.Order));
    }

    private static JsonValue Node(CasefileCursor next, CasefileSort sort) =>
        sort == CasefileSort.Activity ? JsonValue.Create(next.Key) : JsonValue.Create(next.Text(sort));

    private static async Task<Results<Ok<CasefileDetailAnswer>, NotFound>> FindAsync(
        long id, CasefileQueries casefiles, StallRuleStore rules, TimeProvider time, CancellationToken cancellationToken) =>
        await casefiles.FindAsync(id, CasefileStanding.MostEvents, cancellationToken) is { } found
            ? TypedResults.Ok(CasefileDetailAnswer.Of(found, await rules.ReadAsync(cancellationToken), time.GetUtcNow()))
            : TypedResults.NotFound();
}
