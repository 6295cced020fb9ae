using System.Text.Json;
using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;

namespace PenneoDashboard.Shared;

/// <summary>An <see cref="EventFilter"/> in the address bar, under the names the HTTP API uses for the same.</summary>
public static class EventFilterUrl
{
    /// <summary>The filter the address names; what can't be read is left out, since people edit addresses.</summary>
    public static EventFilter QueryFilter(this NavigationManager navigation) => new()
    {
        CasefileId = navigation.QueryNumber("casefileId"),
        SignerId = navigation.QueryNumber("signerId"),
        Topic = navigation.Query("topic"),
        EventType = NameSet.Of(navigation.QueryAll("eventType")),
        From = navigation.QueryTime("from"),
        To = navigation.QueryTime("to"),
        Q = navigation.Query("q"),
        SubscriptionId = navigation.QueryNumber("subscriptionId"),
        Recognized = navigation.QueryFlag("recognized"),
        Verification = navigation.QueryName<Verification>("verification"),
        State = navigation.QueryName<CasefileState>("state"),
        Duplicates = navigation.QueryFlag("duplicates"),
    };

    /// <summary>Writes the filter into the address, replacing the history entry.</summary>
    public static void ReplaceFilter(this NavigationManager navigation, EventFilter filter) => navigation.ReplaceQuery(Parameters(filter));

    /// <summary>A link to <paramref name="path"/> with the filter, for example <c>/history?casefileId=531</c>.</summary>
    public static string FilterLink(this NavigationManager navigation, string path, EventFilter filter) =>
        "/" + navigation.ToBaseRelativePath(navigation.GetUriWithQueryParameters(navigation.ToAbsoluteUri(path).AbsoluteUri, UrlState.Written(Parameters(filter))));

    private static Dictionary<string, object?> Parameters(EventFilter filter) => new()
    {
        ["casefileId"] = filter.CasefileId,
        ["signerId"] = filter.SignerId,
        ["topic"] = filter.Topic,
        ["eventType"] = filter.EventType,
        ["from"] = filter.From,
        ["to"] = filter.To,
        ["q"] = filter.Q,
        ["subscriptionId"] = filter.SubscriptionId,
        ["recognized"] = Flag(filter.Recognized),
        ["verification"] = Name(filter.Verification),
        ["state"] = Name(filter.State),
        ["duplicates"] = Flag(filter.Duplicates),
    };

    private static string? Name(Enum? value) => value is null ? null : JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string? Flag(bool? value) => value switch { true => "true", false => "false", null => null };
}
