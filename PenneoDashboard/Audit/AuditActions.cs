namespace PenneoDashboard.Audit;

/// <summary>What can be done, as the audit log names it: what, a dot, and what became of it. A name once used keeps its meaning.</summary>
public static class AuditActions
{
    public const string SignInSucceeded = "signin.succeeded";
    public const string SignInFailed = "signin.failed";
    public const string SignedOut = "signin.ended";
    public const string UserCreated = "user.created";
    public const string UserRoleChanged = "user.role-changed";
    public const string UserPasswordChanged = "user.password-changed";
    public const string UserLinkMade = "user.password-link-made";
    public const string UserSignedOut = "user.signed-out-everywhere";
    public const string UserDeleted = "user.deleted";
    public const string TwoStepOn = "user.two-step-on";
    public const string TwoStepOff = "user.two-step-off";
    public const string RecoveryCodesMade = "user.recovery-codes-made";
    public const string RecoveryCodeUsed = "user.recovery-code-used";
    public const string PasskeyAdded = "passkey.added";
    public const string PasskeyRenamed = "passkey.renamed";
    public const string PasskeyRemoved = "passkey.removed";
    public const string TokenCreated = "token.created";
    public const string TokenRevoked = "token.revoked";
    public const string TokenNewAddress = "token.new-address";
    public const string SubscriptionCreated = "subscription.created";
    public const string SubscriptionConfirmed = "subscription.confirmed";
    public const string SubscriptionChanged = "subscription.changed";
    public const string SubscriptionPaused = "subscription.paused";
    public const string SubscriptionResumed = "subscription.resumed";
    public const string SubscriptionTested = "subscription.tested";
    public const string SubscriptionAdopted = "subscription.adopted";
    public const string SubscriptionDeleted = "subscription.deleted";
    public const string SubscriptionKeyReplaced = "subscription.key-replaced";
    public const string SubscriptionKeyEnded = "subscription.key-ended";
    public const string SecretSet = "secret.set";
    public const string SecretAdded = "secret.added";
    public const string SecretRetired = "secret.retired";
    public const string SecretViewed = "secret.viewed";
    public const string SecretTaken = "secret.taken";
    public const string MoveStarted = "move.started";
    public const string MoveChanged = "move.changed";
    public const string MoveCreated = "move.created";
    public const string MoveComparedAnew = "move.compared-anew";
    public const string MoveSwitchedOff = "move.switched-off";
    public const string MoveUndone = "move.undone";
    public const string RejectedVerified = "rejected.verified";
    public const string RejectedAccepted = "rejected.accepted";
    public const string RejectedDiscarded = "rejected.discarded";
    public const string ExportStarted = "export.started";
    public const string SettingsChanged = "settings.changed";
    public const string SettingsTested = "settings.tested";

    private static readonly Dictionary<string, string> Words = new()
    {
        [SignInSucceeded] = Later("Signed in"),
        [SignInFailed] = Later("Sign-in failed"),
        [SignedOut] = Later("Signed out"),
        [UserCreated] = Later("User created"),
        [UserRoleChanged] = Later("Role changed"),
        [UserPasswordChanged] = Later("Password changed"),
        [UserLinkMade] = Later("Password link made"),
        [UserSignedOut] = Later("Signed out everywhere"),
        [UserDeleted] = Later("User deleted"),
        [TwoStepOn] = Later("Two-step sign-in turned on"),
        [TwoStepOff] = Later("Two-step sign-in turned off"),
        [RecoveryCodesMade] = Later("Recovery codes made"),
        [RecoveryCodeUsed] = Later("Recovery code used"),
        [PasskeyAdded] = Later("Passkey added"),
        [PasskeyRenamed] = Later("Passkey renamed"),
        [PasskeyRemoved] = Later("Passkey removed"),
        [TokenCreated] = Later("API token created"),
        [TokenRevoked] = Later("API token revoked"),
        [TokenNewAddress] = Later("API token used from a new address"),
        [SubscriptionCreated] = Later("Subscription created"),
        [SubscriptionConfirmed] = Later("Subscription confirmed"),
        [SubscriptionChanged] = Later("Subscription changed"),
        [SubscriptionPaused] = Later("Subscription paused"),
        [SubscriptionResumed] = Later("Subscription resumed"),
        [SubscriptionTested] = Later("Test asked of Penneo"),
        [SubscriptionAdopted] = Later("Subscription adopted"),
        [SubscriptionDeleted] = Later("Subscription deleted"),
        [SubscriptionKeyReplaced] = Later("Receive key replaced"),
        [SubscriptionKeyEnded] = Later("Replaced receive key ended"),
        [SecretSet] = Later("Secret replaced"),
        [SecretAdded] = Later("Secret added"),
        [SecretRetired] = Later("Secret retired"),
        [SecretViewed] = Later("Secret shown"),
        [SecretTaken] = Later("Secret handed over"),
        [MoveStarted] = Later("Move begun"),
        [MoveChanged] = Later("Move changed"),
        [MoveCreated] = Later("Move: current subscription made"),
        [MoveComparedAnew] = Later("Move: comparison begun anew"),
        [MoveSwitchedOff] = Later("Move: legacy switched off"),
        [MoveUndone] = Later("Move undone"),
        [RejectedVerified] = Later("Rejected delivery verified again"),
        [RejectedAccepted] = Later("Rejected delivery accepted"),
        [RejectedDiscarded] = Later("Rejected delivery discarded"),
        [ExportStarted] = Later("Export begun"),
        [SettingsChanged] = Later("Settings changed"),
        [SettingsTested] = Later("Connection tested"),
    };

    public static IReadOnlyCollection<string> All => Words.Keys;

    /// <summary>In the reader's language; the name itself where this version does not know it.</summary>
    public static string Describe(string action) => Words.TryGetValue(action, out var words) ? Say(words) : action;
}
