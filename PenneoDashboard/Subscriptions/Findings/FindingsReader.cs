using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>Gathers what the rules need from memory; it asks nobody.</summary>
public sealed class FindingsReader(
    KnownElsewhere elsewhere, SubscriptionSecrets secrets, PublicAddress address, ReceiverProbe probe, PenneoClock clock, IOptions<PenneoOptions> penneo,
    IOptions<PublicAddressOptions> options, TimeProvider time)
{
    /// <param name="ours">All of ours, as just read.</param>
    /// <param name="notCompared">See <see cref="FindingInput.NotCompared"/>.</param>
    public IReadOnlyList<Finding> Of(IReadOnlyList<SubscriptionView> ours, string? notCompared = null)
    {
        var now = time.GetUtcNow();
        var known = ours.Select(x => x.PenneoId).ToHashSet();
        return FindingRules.Of(new FindingInput
        {
            Ours = ours,
            Elsewhere = [.. elsewhere.All.Where(x => !known.Contains(x.PenneoId))],
            Now = now,
            WithoutUsableSecret = ours.Where(x => x.HasSecret && !secrets.Of(x.Id).Any(s => s.IsValid(now))).Select(x => x.Id).ToHashSet(),
            Address = address.Base,
            AddressWarnings = address.Warnings(),
            NoAnswer = probe.Problem,
            ClockOff = clock.Off,
            SignatureTolerance = TimeSpan.FromSeconds(options.Value.SignatureToleranceSeconds),
            IsSimulator = penneo.Value.Environment == PenneoEnvironment.Simulator,
            NotCompared = notCompared,
        });
    }
}
