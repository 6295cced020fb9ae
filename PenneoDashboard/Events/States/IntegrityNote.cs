using PenneoDashboard.Penneo;

namespace PenneoDashboard.Events.States;

/// <summary>What does not fit together in a casefile's events.</summary>
public enum IntegrityProblem
{
    /// <summary>The casefile is signed or completed, but no event says that this signer signed.</summary>
    NoSignature,

    /// <summary>A signature stands before the first time the signer saw the documents.</summary>
    SignedUnseen,

    /// <summary>Events arrived long after they happened.</summary>
    Late,
}

/// <summary>Something in a casefile's events that its reader should know.</summary>
/// <param name="SignerId">Whom it is about; null when it is about no one.</param>
/// <param name="Sequence">The event that shows it best; null when it is one that is missing.</param>
/// <param name="Count">How many events it is about.</param>
/// <param name="Delay">The longest, for <see cref="IntegrityProblem.Late"/>.</param>
public sealed record IntegrityNote(IntegrityProblem Problem, long? SignerId = null, long? Sequence = null, int Count = 1, TimeSpan Delay = default)
{
    /// <summary>Penneo's own retries take a minute or two; what comes later than this was held up.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(10);

    private const int Signed = 4;
    private const int Completed = 5;

    /// <param name="events">Each once.</param>
    /// <param name="isWhole">False when older events exist that are not among them: then nothing is known to be missing.</param>
    internal static IReadOnlyList<IntegrityNote> Of(int? status, IReadOnlyList<SignerStanding> signers, IReadOnlyList<EventItem> events, bool isWhole)
    {
        var bySigner = events.Where(x => x is { Recognized: true, Topic: PenneoVocabulary.SignerTopic, SignerId: not null }).ToLookup(x => x.SignerId!.Value);
        var notes = new List<IntegrityNote>();
        if (isWhole && status is Signed or Completed)
        {
            notes.AddRange(signers.Where(x => x.Stage != SigningStage.Deleted && !bySigner[x.SignerId].Any(IsSignature))
                .Select(x => new IntegrityNote(IntegrityProblem.NoSignature, x.SignerId)));
        }

        notes.AddRange(signers.Select(x => Unseen(x.SignerId, bySigner[x.SignerId])).OfType<IntegrityNote>());
        var late = events.Select(x => (Event: x, Delay: x.ReceivedAt - (x.EventTime ?? x.ReceivedAt))).Where(x => x.Delay > LateAfter)
            .OrderByDescending(x => x.Delay).ThenBy(x => x.Event.Sequence).ToList();
        if (late is [var worst, ..])
            notes.Add(new IntegrityNote(IntegrityProblem.Late, worst.Event.SignerId, worst.Event.Sequence, late.Count, worst.Delay));
        return notes;
    }

    // Without any look reported, such events may just not be subscribed to.
    private static IntegrityNote? Unseen(long signer, IEnumerable<EventItem> events)
    {
        var looks = events.Where(x => x.EventType == "opened").ToList();
        if (looks.Count == 0)
            return null;
        var first = looks.Min(x => x.OccurredAt);
        return events.Where(x => IsSignature(x) && x.OccurredAt < first).OrderBy(x => x.OccurredAt).ThenBy(x => x.Sequence).FirstOrDefault() is { } signature
            ? new IntegrityNote(IntegrityProblem.SignedUnseen, signer, signature.Sequence)
            : null;
    }

    private static bool IsSignature(EventItem x) => x.EventType is "signed" or "signedWithImageUploadAndNAP";
}
