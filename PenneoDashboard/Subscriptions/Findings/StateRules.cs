using System.Globalization;
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
            FindingKind.SecretMissing, FindingSeverity.Warning, $"The secret of subscription {s.Id} is not here", "What it brings is taken unverified, as anyone's who knows its address.", [s.Id],
            new FindingFix(FixKind.EnterSecret, "Enter it") { SubscriptionId = s.Id }),
        _ when x.WithoutUsableSecret.Contains(s.Id) => new(
            FindingKind.SecretUnusable, FindingSeverity.Danger, $"Everything that subscription {s.Id} brings is refused", "Its secret has ended or can't be decrypted any more, so no signature verifies.", [s.Id],
            new FindingFix(FixKind.EnterSecret, "Enter the secret") { SubscriptionId = s.Id }, StopsEvents: true),
        _ => null,
    };

    private static Finding? Unconfirmed(SubscriptionView s) => s.Health.State != HealthState.Unconfirmed ? null : new(
        FindingKind.Unconfirmed, FindingSeverity.Warning, $"Subscription {s.Id} ({s.Topic}) is not confirmed", s.Health.Reason, [s.Id],
        s.ConfirmationToken is null ? null : new FindingFix(FixKind.Confirm, "Confirm") { SubscriptionId = s.Id });

    // An address of another name may be a tunnel's, on purpose: as long as something comes, all is well.
    private static Finding? OldAddress(SubscriptionView s) =>
        s.State == SubscriptionState.PendingConfirmation || s.Endpoint == s.ReceiveUrl || PublicAddress.KeyIn(s.Endpoint) is null || s.Health.State == HealthState.Healthy ? null : new(
            FindingKind.OldAddress,
            FindingSeverity.Warning,
            $"Subscription {s.Id} calls another address than this dashboard's",
            $"It calls {Origin(s.Endpoint)}, and this dashboard is reached at {Origin(s.ReceiveUrl!)}." + (s.Generation == Generation.Legacy ? " The legacy service can't change that: delete it and create another." : ""),
            [s.Id],
            s.Generation == Generation.Legacy ? null : new FindingFix(FixKind.ChangeEndpoint, "Change it") { SubscriptionId = s.Id }, StopsEvents: true);

    // A receive URL with another name may be that of another dashboard on the same account.
    private static Finding? NotAdopted(FindingInput x)
    {
        var all = x.Elsewhere.Where(s => s is { PointsHere: true, IsPaused: false, Endpoint: not null } && x.Address is not null && Origin(s.Endpoint) == Origin(x.Address.AbsoluteUri)).ToList();
        return all.Count == 0 ? null : new(
            FindingKind.NotAdopted,
            FindingSeverity.Warning,
            all is [var one] ? $"Subscription {one.PenneoId} at Penneo calls this dashboard, but is not managed here"
                : $"{all.Count} subscriptions at Penneo call this dashboard, but are not managed here",
            $"What {(all.Count == 1 ? "it brings" : "they bring")} is refused as unknown{(all.Count == 1 ? " until it is adopted." : ". Adopt or delete them below.")}",
            [],
            all is [var only] ? new FindingFix(FixKind.Adopt, "Adopt") { PenneoId = only.PenneoId } : null,
            StopsEvents: true);
    }

    private static Finding? Legacy(FindingInput x)
    {
        var ours = x.Ours.Where(s => s is { Generation: Generation.Legacy, State: not SubscriptionState.Failed }).ToList();
        var elsewhere = x.Elsewhere.Count(s => s.Generation == Generation.Legacy);
        if (ours.Count + elsewhere == 0)
            return null;
        var (left, day) = (LegacyShutdown.DaysLeft(x.Now), LegacyShutdown.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
        var hurry = !x.IsSimulator && left <= HurryDays;
        return new(
            FindingKind.LegacyInUse,
            !hurry ? FindingSeverity.Notice : left < 0 ? FindingSeverity.Danger : FindingSeverity.Warning,
            left < 0 ? $"Penneo shut its legacy service down on {day}" : $"Penneo shuts its legacy service down on {day}: {Days(left)}",
            $"{Users(ours.Count, elsewhere)} it.{Both(ours, x)}{(x.IsSimulator ? " The simulator goes on after that." : left < 0 ? " Nothing comes through it any more." : "")}",
            [.. ours.Select(s => s.Id)],
            new FindingFix(FixKind.Open, "Move off it") { Href = MovePath }, StopsEvents: hurry);
    }

    private static string Days(int left) => left switch { 0 => "that is today", 1 => "1 day is left", _ => string.Create(CultureInfo.InvariantCulture, $"{left} days are left") };

    private static string Users(int ours, int elsewhere) => (ours, elsewhere) switch
    {
        (0, 1) => "One subscription that is not managed here uses",
        (0, _) => $"{elsewhere} subscriptions that are not managed here use",
        (1, 0) => "One subscription uses",
        (_, 0) => $"{ours} subscriptions use",
        _ => $"{ours + elsewhere} subscriptions, {elsewhere} of them not managed here, use",
    };

    // Both side by side is what a move looks like, and no fault.
    private static string Both(IReadOnlyList<SubscriptionView> ours, FindingInput x)
    {
        var current = x.ActiveHere.Where(s => s.Generation == Generation.Current).ToList();
        var doubled = ours.Where(s => s is { State: SubscriptionState.Active, ReceiveUrl: not null }).Select(FindingInput.Coverage)
            .Any(covers => covers.Count > 0 && covers.IsSubsetOf(FindingInput.Coverage(current)));
        return doubled ? " The current service brings the same meanwhile, which is as it should be during a move: every event counts once." : "";
    }

    private static Finding? OtherSystems(FindingInput x)
    {
        var others = x.Ours.Where(s => s is { ReceiveUrl: null, State: SubscriptionState.Active or SubscriptionState.Paused }).ToList();
        return others.Count == 0 ? null : new(
            FindingKind.OtherSystem,
            FindingSeverity.Notice,
            others is [var one] ? $"Subscription {one.Id} calls another system" : $"{others.Count} subscriptions call other systems",
            $"What {(others.Count == 1 ? "it brings does" : $"{FindingRules.Numbers([.. others.Select(s => s.Id)])} bring does")} not come here, and how that gets on can't be seen.",
            [.. others.Select(s => s.Id)],
            others is [{ Generation: Generation.Current } only] ? new FindingFix(FixKind.ChangeEndpoint, "Bring it here") { SubscriptionId = only.Id } : null);
    }

    private static string Origin(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : url;
}
