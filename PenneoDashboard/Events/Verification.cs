namespace PenneoDashboard.Events;

/// <summary>What is known of a delivery's signature. Legacy deliveries are never signed.</summary>
public enum Verification
{
    /// <summary>The subscription has no secret, so there was nothing to verify.</summary>
    Unsigned = 0,

    /// <summary>The <c>x-event-signature</c> header was checked and is right.</summary>
    Verified = 1,
}
