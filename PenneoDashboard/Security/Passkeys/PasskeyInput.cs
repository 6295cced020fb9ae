namespace PenneoDashboard.Security.Passkeys;

/// <summary>What the forms of passkeys send.</summary>
internal sealed class PasskeyInput
{
    public const string NameField = "Passkey." + nameof(Name);
    public const string PresentField = "Passkey." + nameof(Present);
    public const string CredentialField = "Passkey." + nameof(Credential);

    public string Name { get; set; } = "";

    /// <summary>The present password.</summary>
    public string Present { get; set; } = "";

    /// <summary>What the browser answered, as JSON.</summary>
    public string Credential { get; set; } = "";
}
