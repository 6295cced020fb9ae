namespace PenneoDashboard.Events;

/// <summary>The maintained row of a casefile: a list of recent ones must not group over the log.</summary>
public sealed class CasefileRow
{
    public long CasefileId { get; set; }

    public int? Status { get; set; }

    /// <summary>When <see cref="Status"/> was true by Penneo's clock; a late arrival must not set it back.</summary>
    public DateTimeOffset? StatusAt { get; set; }

    public string? Title { get; set; }

    public long LastSequence { get; set; }

    public DateTimeOffset FirstEventAt { get; set; }

    public DateTimeOffset LastEventAt { get; set; }

    public int EventCount { get; set; }

    public int SignerCount { get; set; }
}

/// <summary>The maintained row of a signer within a casefile.</summary>
public sealed class SignerRow
{
    public long CasefileId { get; set; }

    public long SignerId { get; set; }

    public string? Name { get; set; }

    public string? LastEventType { get; set; }

    public DateTimeOffset LastEventAt { get; set; }

    public int EventCount { get; set; }
}

/// <summary>How many casefiles have a status now.</summary>
public sealed class CasefileStatusCount
{
    /// <summary>Stands for casefiles that no event gave a status.</summary>
    public const int NoStatus = int.MinValue;

    /// <summary>Penneo's number, or <see cref="NoStatus"/>.</summary>
    public int Status { get; set; }

    public int Count { get; set; }
}

/// <summary>How many events of a kind happened on a UTC day.</summary>
public sealed class EventCount
{
    public DateOnly Day { get; set; }

    /// <summary>Empty when the message named none.</summary>
    public required string Topic { get; set; }

    /// <summary>Empty when the message named none.</summary>
    public required string EventType { get; set; }

    public bool Recognized { get; set; }

    public long Count { get; set; }
}
