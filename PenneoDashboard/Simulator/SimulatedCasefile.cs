namespace PenneoDashboard.Simulator;

/// <summary>A casefile as the simulated Penneo keeps it.</summary>
/// <param name="Status">Penneo's number: 1 pending, 2 rejected, 4 signed, 5 completed, 6 failed.</param>
/// <param name="Created">Unix seconds, as are the other times.</param>
/// <param name="Activated">Null until the first signer is asked.</param>
/// <param name="Ordered">Whether the signers sign in rounds, one strictly after the other.</param>
public sealed record SimulatedCasefile(
    int Id,
    string Title,
    int Status,
    long Created,
    long? Activated,
    long Updated,
    bool Ordered,
    IReadOnlyList<SimulatedSigner> Signers,
    IReadOnlyList<SimulatedSignatureLine> Lines)
{
    /// <summary>How it looks before anything has happened to it.</summary>
    public static SimulatedCasefile New(ScenarioScript script, int id, IReadOnlyList<int> signerIds, DateTimeOffset now) => new(
        id,
        script.Title,
        0,
        now.ToUnixTimeSeconds(),
        null,
        now.ToUnixTimeSeconds(),
        script.Rounds.Count > 1,
        [.. script.SignerNames.Select((name, signer) => new SimulatedSigner(signerIds[signer], name, 0))],
        [.. script.Rounds.SelectMany((signers, round) => signers.Select(signer => new SimulatedSignatureLine(signerIds[signer], round + 1, null)))]);

    /// <summary>How it looks after one more step of its script.</summary>
    public SimulatedCasefile After(ScenarioStep step, int? signerId, DateTimeOffset at)
    {
        var now = at.ToUnixTimeSeconds();
        var after = this with { Status = step.CasefileStatus, Activated = Activated ?? now, Updated = now };
        if (signerId is null)
            return after;

        // A signer of several rounds is asked once per round, so the first line still waiting is meant.
        var asked = step.EventType == "requestActivated" ? Lines.FirstOrDefault(x => x.SignerId == signerId && x.ActivatedAt is null) : null;
        return after with
        {
            Signers = [.. Signers.Select(x => x.Id == signerId && RequestStatus(step.EventType) is { } status ? x with { RequestStatus = status } : x)],
            Lines = asked is null ? Lines : [.. Lines.Select(x => x == asked ? x with { ActivatedAt = now } : x)],
        };
    }

    /// <summary>What an event makes of the signer's request; null when it makes nothing of it.</summary>
    private static int? RequestStatus(string eventType) => eventType switch
    {
        "requestActivated" => 1,
        "rejected" => 2,
        "signed" => 4,
        "undeliverable" => 5,
        _ => null,
    };
}

/// <summary>Somebody who is to sign.</summary>
/// <param name="RequestStatus">Penneo's number: 0 new, 1 pending, 2 rejected, 4 signed, 5 undeliverable.</param>
public sealed record SimulatedSigner(int Id, string Name, int RequestStatus);

/// <summary>Where a signer signs in one round.</summary>
/// <param name="Round">Counted from 1.</param>
/// <param name="ActivatedAt">Unix seconds; null until their round came up.</param>
public sealed record SimulatedSignatureLine(int SignerId, int Round, long? ActivatedAt);
