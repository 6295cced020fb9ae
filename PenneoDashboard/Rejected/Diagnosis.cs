namespace PenneoDashboard.Rejected;

/// <summary>What was found out about a refused delivery.</summary>
/// <param name="Explanation">One or more sentences.</param>
internal sealed record Diagnosis(RejectionReason Reason, string Explanation)
{
    /// <summary>The bytes that a secret of the subscription signed; null when that is not known.</summary>
    public byte[]? SignedBody { get; init; }

    /// <summary>False when the headers that came are not those that were signed.</summary>
    public bool HeadersAreSigned { get; init; } = true;

    public bool CanAccept => SignedBody is not null;
}
