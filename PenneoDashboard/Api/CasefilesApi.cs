using Microsoft.AspNetCore.Http.HttpResults;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Api;

/// <summary>A casefile as the API answers it.</summary>
/// <param name="StatusLabel">The status in words, "Status 42" for a number that is not known.</param>
internal sealed record CasefileAnswer(
    long Id, string? Title, int? Status, string StatusLabel, DateTimeOffset FirstEventAt, DateTimeOffset LastEventAt, long LastSequence, int EventCount, int SignerCount)
{
    public static CasefileAnswer Of(CasefileSummary x) => new(
        x.Id, x.Title, x.Status, PenneoVocabulary.CasefileStatusLabel(x.Status), x.FirstEventAt, x.LastEventAt, x.LastSequence, x.EventCount, x.SignerCount);
}

/// <summary>A casefile with its signers and its events, the events oldest first by the time they happened.</summary>
internal sealed record CasefileDetailAnswer(
    long Id,
    string? Title,
    int? Status,
    string StatusLabel,
    DateTimeOffset FirstEventAt,
    DateTimeOffset LastEventAt,
    int EventCount,
    IReadOnlyList<SignerSummary> Signers,
    IReadOnlyList<EventItem> Events);

/// <summary>One page of casefiles; <c>next</c> passed as <c>before</c> reads on.</summary>
internal sealed record CasefilePage(IReadOnlyList<CasefileAnswer> Items, long? Next);

internal static class CasefilesApi
{
    private const int MostEvents = 1000;

    public static void MapCasefiles(this IEndpointRouteBuilder api)
    {
        var casefiles = api.MapGroup("/casefiles").WithTags("Casefiles");
        casefiles.MapGet("", ListAsync).WithName("ListCasefiles").WithSummary("Casefiles, newest activity first");
        casefiles.MapGet("/{id:long}", FindAsync).WithName("GetCasefile")
            .WithSummary("One casefile with its signers and its newest 1000 events").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<CasefilePage>, ValidationProblem>> ListAsync(
        long? before, int? limit, CasefileQueries casefiles, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > PageQuery.MostItems)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["limit"] = [$"From 1 to {PageQuery.MostItems}."] });
        var size = limit ?? PageQuery.UsualItems;

        // One more than asked for tells whether there is a next page.
        var found = await casefiles.RecentAsync(EventFilter.All, size + 1, before, cancellationToken);
        return TypedResults.Ok(new CasefilePage([.. found.Take(size).Select(CasefileAnswer.Of)], found.Count > size ? found[size - 1].LastSequence : null));
    }

    private static async Task<Results<Ok<CasefileDetailAnswer>, NotFound>> FindAsync(long id, CasefileQueries casefiles, CancellationToken cancellationToken)
    {
        if (await casefiles.FindAsync(id, MostEvents, cancellationToken) is not { } found)
            return TypedResults.NotFound();
        var x = found.Casefile;
        return TypedResults.Ok(new CasefileDetailAnswer(
            x.Id, x.Title, x.Status, PenneoVocabulary.CasefileStatusLabel(x.Status), x.FirstEventAt, x.LastEventAt, x.EventCount, found.Signers, found.Events));
    }
}
