using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Rejected;

/// <summary>Why a delivery did not verify, as far as it can be found out.</summary>
public enum RejectionReason
{
    /// <summary>None of the secrets and no change that was tried gives the code.</summary>
    Unknown = 0,

    /// <summary>It verifies now, after a secret was corrected.</summary>
    Verifies = 1,

    HeaderMissing = 2,
    Malformed = 3,

    /// <summary>A header that the signature covers did not arrive.</summary>
    SignedHeaderMissing = 4,

    /// <summary>The secret and the body are right, a header that the signature covers is not.</summary>
    SignedHeaderChanged = 5,

    /// <summary>Signed with the secret of another subscription of ours.</summary>
    OtherSubscription = 6,

    /// <summary>Signed with a secret of this subscription that counts no more.</summary>
    EndedSecret = 7,

    /// <summary>The code is right, the time of signing is too far from ours.</summary>
    ClockOff = 8,

    /// <summary>The body was re-encoded on the way; the one that was signed could be made again.</summary>
    BodyChanged = 9,

    /// <summary>All secrets of the subscription have ended or can't be decrypted.</summary>
    NoUsableSecret = 10,
}

/// <summary>A refused delivery as it came, with what was found out about it.</summary>
public sealed class RejectedDelivery
{
    public long Id { get; set; }

    public long SubscriptionId { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Bytes of body and headers, for the bound of the table.</summary>
    public long Size { get; set; }

    public SignatureVerdict Verdict { get; set; }

    public RejectionReason Reason { get; set; }

    /// <summary>True when it is known to be Penneo's, so that it may go into the log.</summary>
    public bool CanAccept { get; set; }

    /// <summary>When <see cref="Reason"/> was found, UTC.</summary>
    public DateTimeOffset CheckedAt { get; set; }

    /// <summary>What was found, in words.</summary>
    public required string Explanation { get; set; }

    public string? RemoteAddress { get; set; }

    /// <summary>A JSON array of <c>[name, value]</c> pairs in the order received.</summary>
    public required string Headers { get; set; }

    /// <summary>Length of <see cref="Body"/>, so that lists need not read it.</summary>
    public int BodyLength { get; set; }

    public required byte[] Body { get; set; }

    internal RefusedDelivery AsRefused() => new(SubscriptionId, ReceivedAt, RemoteAddress, Headers, Body, Verdict);

    internal void Set(Diagnosis diagnosis, DateTimeOffset checkedAt) =>
        (Reason, Explanation, CanAccept, CheckedAt) = (diagnosis.Reason, diagnosis.Explanation, diagnosis.CanAccept, checkedAt);
}
