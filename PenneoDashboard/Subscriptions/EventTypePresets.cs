using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>A choice of event types people often want.</summary>
/// <param name="Key">For tests.</param>
/// <param name="Title">In English, said where it is shown.</param>
/// <param name="Text">What it is good for, in English.</param>
/// <param name="EventTypes">In the current service's names, the test among them.</param>
public sealed record EventTypePreset(string Key, string Title, string Text, IReadOnlyList<string> EventTypes)
{
    /// <summary>True when a selection is exactly this; the test counts neither way.</summary>
    public bool Is(IEnumerable<string> selected) => Real(EventTypes).SetEquals(Real(selected));

    private static HashSet<string> Real(IEnumerable<string> names) => [.. names.Where(x => x != PenneoVocabulary.TestEventType)];
}

/// <summary>The choices the forms offer, the recommended one first.</summary>
public static class EventTypePresets
{
    public static IReadOnlyList<EventTypePreset> All { get; } =
    [
        new("everything", Later("Everything"), Later("Each step of each casefile and signer. The timeline and the casefile pages need it."), [.. PenneoVocabulary.EventTypes.Select(x => x.CurrentName)]),
        Of("outcomes", Later("Outcomes"), Later("How each casefile ends, good or bad, and who signed."), "casefile.completed", "casefile.rejected", "casefile.failed", "casefile.expired", "signer.signed",
            "signer.signedWithImageUploadAndNAP", "signer.rejected"),
        Of("completion", Later("Completion only"), Later("When the finalized PDFs are ready to be fetched."), "casefile.completed"),
        Of("problems", Later("Problems"), Later("What someone should look into: rejections, failures, deadlines, mail that does not arrive."), "casefile.rejected", "casefile.failed", "casefile.expired",
            "signer.rejected", "signer.undeliverable", "signer.transientBounce"),
    ];

    public static EventTypePreset Everything => All[0];

    private static EventTypePreset Of(string key, string title, string text, params string[] types) => new(
        key, title, text, [.. types.Select(x => x.Split('.')).Select(x => PenneoVocabulary.CurrentName(x[0], x[1])), PenneoVocabulary.TestEventType]);
}
