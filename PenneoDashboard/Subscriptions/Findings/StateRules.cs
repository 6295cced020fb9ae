using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions.Health;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>What is not as it should be with one subscription by itself.</summary>
internal static class StateRules
{
    /// <summary>Where an account is moved off the legacy service.</summary>
    public const string MovePath = "/subscriptions/move";

    // Long before the end there is no hurry.
    private const int HurryDays = 30;

    public static IEnumerable<Finding> Of(FindingInput x) =>
    [
        .. x.Here.SelectMany(s => new[] { Secret(s, x), Unconfirmed(s), OldAddress(s) }).OfType<Finding>(),
        .. new[] { NotAdopted(x), Legacy(x), OtherSystems(x) }.OfType<Finding>(),
    ];

    private static Finding? Secret(SubscriptionView s, FindingInput x) => s switch
    {
        { Generation: Generation.Legacy } or { PenneoId: null } => null,
        { HasSecret: false } => new(
            FindingKind.SecretMissing, FindingSeverity.Warning, Say($"The secret of subscription {s.Id} is not here"), Say("What it brings is taken unverified, as anyone's who knows its address."), [s.Id],
            new FindingFix(FixKind.EnterSecret, Say("Enter it")) { SubscriptionId = s.Id }),
        _ when x.WithoutUsableSecret.Contains(s.Id) => new(
            FindingKind.SecretUnusable, FindingSeverity.Danger, Say($"Everything that subscription {s.Id} brings is refused"), Say("Its secret has ended or can't be decrypted any more, so no signature verifies."), [s.Id],
            new FindingFix(FixKind.EnterSecret, Say("Enter the secret")) { SubscriptionId = s.Id }, StopsEvents: true),
        _ => null,
    };

    private static Finding? Unconfirmed(SubscriptionView s) => s.Health.State != HealthState.Unconfirmed ? null : new(
        FindingKind.Unconfirmed, FindingSeverity.Warning, Say($"Subscription {s.Id} ({EventTypeNames.Topic(s.Topic ?? "")}) is not confirmed"), s.Health.Reason, [s.Id],
        s.ConfirmationToken is null ? null : new FindingFix(FixKind.Confirm, Say("Confirm")) { SubscriptionId = s.Id });

    // An address of another name may be a tunnel's, on purpose: as long as something comes, all is well. Of a key that is
    // being replaced its own row speaks.
    private static Finding? OldAddress(SubscriptionView s) =>
        s.PendingKey is not null || s.State == SubscriptionState.PendingConfirmation || s.Endpoint == s.ReceiveUrl || PublicAddress.KeyIn(s.Endpoint) is null || s.Health.State == HealthState.Healthy ? null : new(
            FindingKind.OldAddress,
            FindingSeverity.Warning,
            Say($"Subscription {s.Id} calls another address than this dashboard's"),
            Say($"It calls {Origin(s.Endpoint)}, and this dashboard is reached at {Origin(s.ReceiveUrl!)}.") + (s.Generation == Generation.Legacy ? " " + Say("The legacy service can't change that: delete it and create another.") : ""),
            [s.Id],
            s.Generation == Generation.Legacy ? null : new FindingFix(FixKind.ChangeEndpoint, Say("Change it")) { SubscriptionId = s.Id }, StopsEvents: true);

    // A receive URL with another name may be that of another dashboard on the same account.
    private static Finding? NotAdopted(FindingInput x)
    {
        var all = x.Elsewhere.Where(s => s is { PointsHere: true, IsPaused: false, Endpoint: not null } && x.Address is not null && Origin(s.Endpoint) == Origin(x.Address.AbsoluteUri)).ToList();
        return all.Count == 0 ? null : new(
            FindingKind.NotAdopted,
            FindingSeverity.Warning,
            all is [var one] ? Say($"Subscription {one.PenneoId} at Penneo calls this dashboard, but is not managed here")
                : Say($"{all.Count:N0} subscriptions at Penneo call this dashboard, but are not managed here"),
            all.Count == 1 ? Say("What it brings is refused as unknown until it is adopted.") : Say("What they bring is refused as unknown. Adopt or delete them below."),
            [],
            all is [var only] ? new FindingFix(FixKind.Adopt, Say("Adopt")) { PenneoId = only.PenneoId } : null,
            StopsEvents: true);
    }

    private static Finding? Legacy(FindingInput x)
    {
        var ours = x.Ours.Where(s => s is { Generation: Generation.Legacy, State: not SubscriptionState.Failed }).ToList();
        var elsewhere = x.Elsewhere.Count(s => s.Generation == Generation.Legacy);
        if (ours.Count + elsewhere == 0)
            return null;
        var left = LegacyShutdown.DaysLeft(x.Now);
        var hurry = !x.IsSimulator && left <= HurryDays;
        return new(
            FindingKind.LegacyInUse,
            !hurry ? FindingSeverity.Notice : left < 0 ? FindingSeverity.Danger : FindingSeverity.Warning,
            End(left),
            Users(ours.Count, elsewhere) + Both(ours, x) + (x.IsSimulator ? " " + Say("The simulator goes on after that.") : left < 0 ? " " + Say("Nothing comes through it any more.") : ""),
            [.. ours.Select(s => s.Id)],
            new FindingFix(FixKind.Open, Say("Move off it")) { Href = MovePath }, StopsEvents: hurry);
    }

    private static string End(int left) => left switch
    {
        < 0 => Say($"Penneo shut its legacy service down on {ShutdownNote.Day}"),
        0 => Say($"Penneo shuts its legacy service down on {ShutdownNote.Day}: that is today"),
        1 => Say($"Penneo shuts its legacy service down on {ShutdownNote.Day}: 1 day is left"),
        _ => Say($"Penneo shuts its legacy service down on {ShutdownNote.Day}: {left:N0} days are left"),
    };

    private static string Users(int ours, int elsewhere) => (ours, elsewhere) switch
    {
        (0, 1) => Say("One subscription that is not managed here uses it."),
        (0, _) => Say($"{elsewhere:N0} subscriptions that are not managed here use it."),
        (1, 0) => Say("One subscription uses it."),
        (_, 0) => Say($"{ours:N0} subscriptions use it."),
        _ => Say($"{ours + elsewhere:N0} subscriptions, {elsewhere:N0} of them not managed here, use it."),
    };

    // Both side by side is what a move looks like, and no fault.
    private static string Both(IReadOnlyList<SubscriptionView> ours, FindingInput x)
    {
        var current = x.ActiveHere.Where(s => s.Generation == Generation.Current).ToList();
        var doubled = ours.Where(s => s is { State: SubscriptionState.Active, ReceiveUrl: not null }).Select(FindingInput.Coverage)
            .Any(covers => covers.Count > 0 && covers.IsSubsetOf(FindingInput.Coverage(current)));
        return doubled ? " " + Say("The current service brings the same meanwhile, which is as it should be during a move: every event counts once.") : "";
    }

    private static Finding? OtherSystems(FindingInput x)
    {
        var others = x.Ours.Where(s => s is { ReceiveUrl: null, State: SubscriptionState.Active or SubscriptionState.Paused }).ToList();
        return others.Count == 0 ? null : new(
            FindingKind.OtherSystem,
            FindingSeverity.Notice,
            others is [var one] ? Say($"Subscription {one.Id} calls another system") : Say($"{others.Count:N0} subscriptions call other systems"),
            others.Count == 1 ? Say("What it brings does not come here, and how that gets on can't be seen.")
                : Say($"What {FindingRules.Numbers([.. others.Select(s => s.Id)])} bring does not come here, and how that gets on can't be seen."),
            [.. others.Select(s => s.Id)],
            others is [{ Generation: Generation.Current } only] ? new FindingFix(FixKind.ChangeEndpoint, Say("Bring it here")) { SubscriptionId = only.Id } : null);
    }

    private static string Origin(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : url;
}
