using PenneoDashboard.Penneo;

namespace PenneoDashboard.Rejected;

/// <summary>What a reason is called, and what an integrator can do about it: in English, said where it is shown.</summary>
public static class ReasonText
{
    public static string Title(RejectionReason reason) => reason switch
    {
        RejectionReason.Verifies => Later("Verifies now"),
        RejectionReason.HeaderMissing => Later("Not signed"),
        RejectionReason.Malformed => Later("Malformed signature"),
        RejectionReason.SignedHeaderMissing => Later("A signed header is missing"),
        RejectionReason.SignedHeaderChanged => Later("A signed header was changed"),
        RejectionReason.OtherSubscription => Later("Another subscription's secret"),
        RejectionReason.EndedSecret => Later("A replaced secret"),
        RejectionReason.ClockOff => Later("Clock or delay"),
        RejectionReason.BodyChanged => Later("Body changed on the way"),
        RejectionReason.NoUsableSecret => Later("No usable secret here"),
        _ => Later("Wrong secret or unknown change"),
    };

    public static string Advice(RejectionReason reason) => reason switch
    {
        RejectionReason.Verifies => Later("Accept it into the log."),
        RejectionReason.HeaderMissing => Later("Let every proxy on the way pass the x-event-… headers on. If the sender is not Penneo, there is nothing to do: it was refused."),
        RejectionReason.Malformed => Later("Penneo's header has the form t=…,h=…,v1=…, so look for a proxy or function on the way that rewrites it, or for a sender that is not Penneo."),
        RejectionReason.SignedHeaderMissing => Later("Let every proxy, gateway or function on the way pass all x-event-… headers on."),
        RejectionReason.SignedHeaderChanged => Later("Let every proxy, gateway or function on the way pass the x-event-… headers on unchanged."),
        RejectionReason.OtherSubscription => Later("Either the two secrets were entered the wrong way round here, or that subscription's endpoint at Penneo is the address of this one. Correct the secret and verify again, or correct the endpoint."),
        RejectionReason.EndedSecret => Later("If Penneo still signs with it, enter it once more beside the new one, and verify again."),
        RejectionReason.ClockOff => Later("Keep this machine's clock right with NTP (timedatectl shows whether it is). The delivery itself is Penneo's, so it can be accepted; if it came before, it counts as a repeat."),
        RejectionReason.BodyChanged => Later("Something on the way, such as a gateway or function that reads and rewrites JSON, must pass the body on byte for byte. The message as Penneo signed it could be made again and can be accepted."),
        RejectionReason.NoUsableSecret => Later("Enter the subscription's secret, then verify again."),
        _ => Later("Most often the secret here is not the one that Penneo has: enter it again, then verify again. Else something on the way changes the body or the headers."),
    };

    public static EventTone Tone(RejectionReason reason, bool canAccept) => reason switch
    {
        _ when canAccept => EventTone.Success,
        RejectionReason.HeaderMissing or RejectionReason.Malformed => EventTone.Neutral,
        RejectionReason.Unknown or RejectionReason.OtherSubscription => EventTone.Danger,
        _ => EventTone.Warning,
    };
}
