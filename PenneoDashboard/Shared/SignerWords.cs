using PenneoDashboard.Events.States;

namespace PenneoDashboard.Shared;

/// <summary>Where a signer stands, in words.</summary>
public static class SignerWords
{
    private static readonly string[] LongSteps = [Later("Ready to sign"), Later("Request sent"), Later("E-mail opened"), Later("Documents viewed"), Later("Signed")];
    private static readonly string[] ShortSteps = [Later("Activated"), Later("Sent"), Later("Opened"), Later("Viewed"), Later("Signed")];

    /// <summary>A step of a signing request.</summary>
    /// <param name="step">From 1, in the order of <see cref="SignerStanding.Steps"/>.</param>
    public static string Step(int step) => Say(LongSteps[step - 1]);

    /// <inheritdoc cref="Step"/>
    public static string ShortStep(int step) => Say(ShortSteps[step - 1]);

    /// <summary>"Alma Example (signer 9001)" or "signer 9001": two may have one name.</summary>
    public static string Who(this SignerStanding signer) => signer.Name is null ? Say($"signer {signer.SignerId}") : Say($"{signer.Name} (signer {signer.SignerId})");

    /// <summary>A sentence's end: "request sent 2 h ago, not opened yet".</summary>
    /// <param name="ago">Writes an instant as "2 h ago".</param>
    public static string Words(this SignerStanding signer, Func<DateTimeOffset, string> ago)
    {
        var since = signer.Since is { } at ? ago(at) : "";
        var words = signer.Stage switch
        {
            SigningStage.Ready => Say($"ready to sign {since}, no request e-mail reported yet"),
            SigningStage.Asked => Say($"request sent {since}, not opened yet"),
            SigningStage.EmailOpened => Say($"opened the e-mail {since}, has not viewed the documents yet"),
            SigningStage.Viewed => Say($"viewed the documents {since}, has not signed yet"),
            SigningStage.Bounced => Say($"the e-mail bounced {since}; Penneo may still get it through"),
            SigningStage.Undeliverable => Say($"e-mail could not be delivered {since}: check the address"),
            SigningStage.Rejected => Say($"rejected {since}"),
            SigningStage.Signed => Say($"signed {since}"),
            SigningStage.Finalized => Say($"signed; the casefile was finalized {since}"),
            SigningStage.Deleted => Say($"deleted {since}"),
            _ => Say("no event has told where they stand"),
        };
        if (!signer.IsWaitedFor || signer.RemindedAt is not { } reminded)
            return words;
        return signer.Reminders == 1 ? Say($"{words}; reminded once {ago(reminded)}") : Say($"{words}; reminded {signer.Reminders} times, last {ago(reminded)}");
    }
}
