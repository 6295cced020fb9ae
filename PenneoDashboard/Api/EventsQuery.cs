using System.ComponentModel;
using System.Text.Json;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;

namespace PenneoDashboard.Api;

/// <summary>Which events a caller may ask for.</summary>
internal sealed record EventsQuery
{
    public long? CasefileId { get; init; }

    public long? SignerId { get; init; }

    public string? Topic { get; init; }

    [Description("Any of these; repeat it for several.")]
    public string[]? EventType { get; init; }

    [Description("When it happened, inclusive.")]
    public DateTimeOffset? From { get; init; }

    [Description("When it happened, exclusive.")]
    public DateTimeOffset? To { get; init; }

    [Description("Words of the body: `word`, `\"these words\"`, `kontr*`, `-word`. The last word may go on.")]
    public string? Q { get; init; }

    public long? SubscriptionId { get; init; }

    [Description("False for messages that could not be understood.")]
    public bool? Recognized { get; init; }

    [Description("`unsigned` or `verified`.")]
    public string? Verification { get; init; }

    [Description("True for events that were delivered more than once.")]
    public bool? Duplicates { get; init; }

    [Description("The state in which the event's casefile is now, for example `inProgress`, `blocked` or `rejected`.")]
    public string? State { get; init; }

    public EventFilter Filter => new()
    {
        CasefileId = CasefileId,
        SignerId = SignerId,
        Topic = Empty(Topic),
        EventType = NameSet.Of(EventType),
        From = From,
        To = To,
        Q = Empty(Q),
        SubscriptionId = SubscriptionId,
        Recognized = Recognized,
        Verification = Named<Verification>(Verification),
        Duplicates = Duplicates,
        State = Named<CasefileState>(State),
    };

    /// <summary>What is wrong with it, by parameter; empty when nothing is.</summary>
    public Dictionary<string, string[]> Errors()
    {
        var errors = new Dictionary<string, string[]>();
        Check<Verification>("verification", Verification, errors);
        Check<CasefileState>("state", State, errors);
        return errors;
    }

    private static void Check<T>(string name, string? text, Dictionary<string, string[]> errors)
        where T : struct, Enum
    {
        if (!string.IsNullOrEmpty(text) && Named<T>(text) is null)
            errors[name] = [$"'{text}' is not one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}."];
    }

    // The framework reads names of enumerations in their own letter case only.
    private static T? Named<T>(string? text)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(x => string.Equals(x.ToString(), text, StringComparison.OrdinalIgnoreCase));

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>Which part of a list a caller may ask for.</summary>
internal sealed record PageQuery
{
    public const int MostItems = 1000;
    public const int UsualItems = 100;

    [Description("Events with a smaller sequence; `next` of the page before reads on.")]
    public long? Before { get; init; }

    [Description("Events with a larger sequence.")]
    public long? After { get; init; }

    [Description("From 1 to 1000; 100 when left out.")]
    public int? Limit { get; init; }
}
