using PenneoDashboard.Events;

namespace PenneoDashboard.Tests.Events.States;

/// <summary>Events as a casefile's page gets them.</summary>
internal static class Happened
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What a signer did, so many minutes after <see cref="Start"/>.</summary>
    public static EventItem Signer(string type, double minute, long signer = 9001, long sequence = 0) =>
        Item("signer", type, minute, sequence) with { SignerId = signer, CasefileStatus = 1 };

    public static EventItem Casefile(string type, int status, double minute, long sequence = 0) =>
        Item("casefile", type, minute, sequence) with { CasefileStatus = status };

    public static SignerSummary Summary(long id = 9001, string? name = null, string? lastType = null, double lastMinute = 0, int events = 1) =>
        new(id, name, lastType, Start.AddMinutes(lastMinute), events);

    public static CasefileSummary Of(int? status, int signers = 1, string? title = null, long lastSequence = 1) =>
        new(531, status, title, lastSequence, Start, Start, 1, signers);

    /// <summary>"at 7" for seven minutes after <see cref="Start"/>.</summary>
    public static string Ago(DateTimeOffset instant) => $"at {(instant - Start).TotalMinutes:0}";

    private static EventItem Item(string topic, string type, double minute, long sequence) => new()
    {
        Sequence = sequence,
        Recognized = true,
        Topic = topic,
        EventType = type,
        EventTime = Start.AddMinutes(minute),
        ReceivedAt = Start.AddMinutes(minute),
        CasefileId = 531,
        SubscriptionId = 1,
        DeliveryCount = 1,
        Verification = Verification.Unsigned,
    };
}
