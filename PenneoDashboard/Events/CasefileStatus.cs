using PenneoDashboard.Penneo;

namespace PenneoDashboard.Events;

/// <summary>Which of the statuses that events report stands. Deliveries come in any order, so time decides, not arrival.</summary>
internal static class CasefileStatus
{
    public const int Pending = 1;
    public const int Rejected = 2;
    public const int Deleted = 3;
    public const int Signed = 4;
    public const int Completed = 5;
    public const int Failed = 6;
    public const int Expired = 7;
    public const int Anonymized = 8;

    /// <summary>What an event says of it: a payload may lack the status, and these types say it themselves.</summary>
    public static int? Of(string? topic, string? eventType, int? status) => status ?? (topic != PenneoVocabulary.CasefileTopic
        ? null
        : eventType switch { "completed" => Completed, "rejected" => Rejected, "failed" => Failed, "expired" => Expired, _ => null });

    /// <summary>Whether what was reported for <paramref name="at"/> takes the place of what is known.</summary>
    public static bool Replaces(int status, DateTimeOffset at, int? known, DateTimeOffset? knownAt) =>
        knownAt is null || at > knownAt || (at == knownAt && (Finality(status), status).CompareTo((Finality(known), known ?? int.MinValue)) > 0);

    // Penneo's times often have whole seconds: of two statuses in the same one, the later stage stands.
    private static int Finality(int? status) => status switch { null => -1, 0 => 0, Pending => 1, Signed => 2, >= Rejected and <= Anonymized => 4, _ => 3 };
}
