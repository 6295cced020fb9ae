namespace PenneoDashboard.Security.Passkeys;

/// <summary>What passkeys.js says; it has no words of its own.</summary>
internal static class PasskeyWords
{
    public static string Cancelled => Say("No passkey was given. Try it again when you are ready.");

    public static string Failed => Say("The browser could not do that. Try it again, or in another browser.");

    public static string Known => Say("There is a passkey of yours on this device already.");
}
