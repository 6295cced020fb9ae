using System.Globalization;

namespace PenneoDashboard.Simulator;

/// <summary>Reading a casefile back.</summary>
internal static class CasefileApi
{
    public static void MapCasefiles(this IEndpointRouteBuilder version) => version.MapGet("/casefiles/{id}", Read);

    private static IResult Read(string id, SimulatedCasefiles casefiles, SubscriptionBook book)
    {
        if (book.Switches.CasefilesRefused)
            return PenneoAnswers.Forbidden("The user has no access to this casefile.");
        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && casefiles.Find(number) is { } casefile
            ? PenneoAnswers.Body(PenneoCasefile.From(casefile))
            : PenneoAnswers.NotFound($"There is no casefile {id}.");
    }
}
