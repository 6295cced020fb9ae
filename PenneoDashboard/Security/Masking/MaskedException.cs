namespace PenneoDashboard.Security.Masking;

/// <summary>A masked reader asked for what would tell them the masked; the message is for programs.</summary>
public sealed class MaskedException() : Exception(Words)
{
    /// <summary>Whether a text occurs is half of what it says, so guessing would find it out.</summary>
    public const string Words =
        "Names, titles and other texts are masked for this role (Security:MaskForViewers), so texts can't be searched and bodies can't be downloaded. Ask by casefileId or signerId.";
}
