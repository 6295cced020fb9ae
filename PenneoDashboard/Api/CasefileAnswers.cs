using System.Text.Json.Nodes;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Api;

/// <summary>Someone a casefile waits for.</summary>
/// <param name="Since">When <paramref name="Stage"/> was last reported.</param>
/// <param name="TurnSince">When it became their turn.</param>
internal sealed record WaitingAnswer(
    long SignerId, string? Name, SigningStage Stage, DateTimeOffset? Since, DateTimeOffset? TurnSince, int Reminders, DateTimeOffset? RemindedAt)
{
    public static WaitingAnswer Of(SignerStanding x) => new(x.SignerId, x.Name, x.Stage, x.Since, x.TurnSince, x.Reminders, x.RemindedAt);
}

/// <summary>A casefile as the API answers it.</summary>
/// <param name="StatusLabel">The status in words, "Status 42" for a number that is not known.</param>
internal sealed record CasefileAnswer(
    long Id, string? Title, int? Status, string StatusLabel, DateTimeOffset FirstEventAt, DateTimeOffset LastEventAt, long LastSequence, int EventCount, int SignerCount)
{
    /// <summary>Null for a moment, until a new casefile's state is derived.</summary>
    public CasefileState? State { get; init; }

    public DateTimeOffset? StateSince { get; init; }

    /// <summary>Since when it counts as stalled; null when it does not.</summary>
    public DateTimeOffset? StalledSince { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Who blocks first.</summary>
    public WaitingAnswer? WaitingFor { get; init; }

    public int? WaitingCount { get; init; }

    public int? SignedCount { get; init; }

    /// <summary>How many integrity notes it has.</summary>
    public int? NoteCount { get; init; }

    /// <param name="state">Null while it is not known.</param>
    public static CasefileAnswer Of(CasefileSummary x, CasefileListItem? state) =>
        new(x.Id, x.Title, x.Status, PenneoVocabulary.CasefileStatusLabel(x.Status), x.FirstEventAt, x.LastEventAt, x.LastSequence, x.EventCount, x.SignerCount)
        {
            State = state?.State,
            StateSince = state?.StateSince,
            StalledSince = state?.StalledSince,
            WaitingSince = state?.WaitingSince,
            WaitingFor = state?.Blocking is { } blocking ? WaitingAnswer.Of(blocking) : null,
            WaitingCount = state?.WaitingCount,
            SignedCount = state?.SignedCount,
            NoteCount = state?.NoteCount,
        };
}

/// <summary>One page of casefiles; <c>next</c> passed as <c>before</c> reads on. It is a number, or a text with <c>sort=waiting</c>.</summary>
internal sealed record CasefilePage(IReadOnlyList<CasefileAnswer> Items, JsonNode? Next);

/// <summary>A signer of a casefile, as the events tell.</summary>
/// <param name="Since">When <paramref name="Stage"/> was last reported.</param>
/// <param name="TurnSince">When the signing round they are in began.</param>
/// <param name="Steps">When each step of this round was first taken.</param>
internal sealed record SignerAnswer(
    long Id, string? Name, string? LastEventType, DateTimeOffset LastEventAt, int EventCount,
    SigningStage Stage, DateTimeOffset? Since, DateTimeOffset? TurnSince, int Round, int Reminders, DateTimeOffset? RemindedAt, bool IsWaitedFor, StepTimes Steps);

/// <summary>Something that does not fit together in a casefile's events.</summary>
/// <param name="Sequence">The event that shows it; null for one that is missing.</param>
/// <param name="DelaySeconds">The longest, for <see cref="IntegrityProblem.Late"/>.</param>
internal sealed record NoteAnswer(IntegrityProblem Problem, long? SignerId, long? Sequence, int Count, double? DelaySeconds)
{
    public static NoteAnswer Of(IntegrityNote x) => new(x.Problem, x.SignerId, x.Sequence, x.Count, x.Problem == IntegrityProblem.Late ? x.Delay.TotalSeconds : null);
}

/// <summary>A casefile with its signers and its events, the events oldest first by the time they happened.</summary>
internal sealed record CasefileDetailAnswer(
    long Id, string? Title, int? Status, string StatusLabel, DateTimeOffset FirstEventAt, DateTimeOffset LastEventAt, int EventCount,
    CasefileState State, DateTimeOffset? StateSince, DateTimeOffset? StalledSince, IReadOnlyList<StallReason> StallReasons, DateTimeOffset? WaitingSince,
    IReadOnlyList<WaitingAnswer> WaitingFor, IReadOnlyList<NoteAnswer> Notes, IReadOnlyList<SignerAnswer> Signers, IReadOnlyList<EventItem> Events)
{
    public static CasefileDetailAnswer Of(CasefileDetail found, StallRules rules, DateTimeOffset now)
    {
        var x = found.Casefile;
        var standing = new CasefileStanding(x, found.Signers, found.Events);
        var strikes = rules.Strikes(standing.Stall).Where(s => s.At <= now).ToList();
        return new CasefileDetailAnswer(
            x.Id, x.Title, x.Status, PenneoVocabulary.CasefileStatusLabel(x.Status), x.FirstEventAt, x.LastEventAt, x.EventCount,
            standing.State, standing.StateSince, strikes.Min(s => (DateTimeOffset?)s.At), [.. strikes.Select(s => s.Reason)], standing.WaitingSince,
            [.. standing.WaitedFor.Select(WaitingAnswer.Of)],
            [.. standing.Notes.Select(NoteAnswer.Of)],
            [.. found.Signers.Join(standing.Signers, s => s.Id, s => s.SignerId, (summary, s) => new SignerAnswer(
                summary.Id, summary.Name, summary.LastEventType, summary.LastEventAt, summary.EventCount,
                s.Stage, s.Since, s.TurnSince, s.Round, s.Reminders, s.RemindedAt, standing.WaitedFor.Contains(s), s.Times))],
            found.Events);
    }
}
