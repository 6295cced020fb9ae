using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Events;

/// <summary>
/// What makes two deliveries the same event. Penneo repeats deliveries, and legitimately repeats event types (a second
/// signing round), so the type alone must never be the key. Two with ids are the same event when the ids are; the legacy
/// service sends none, so one without an id is the same as one of its meaning. That way what comes through both services
/// counts once, in whatever order it comes.
/// </summary>
/// <param name="Meaning">
/// Topic, type, exact time and ids, or the payload where we do not know the topic's ids. Null without a time: two such
/// messages may be two happenings, and losing one is worse than showing one twice.
/// </param>
/// <param name="Id">Stands for the <c>x-event-id</c> header; null where there is none.</param>
public readonly record struct EventIdentity(string? Meaning, string? Id)
{
    /// <summary>What is unique among events, where no other of the same meaning has an id of its own.</summary>
    internal string? Key => Meaning ?? IdKey;

    internal string? IdKey => Id is null ? null : "id:" + Id;

    /// <param name="eventId">The <c>x-event-id</c> header.</param>
    public static EventIdentity Of(IncomingMessage message, string? eventId) => message is IncomingConfirmation
        ? default
        : new(MeaningOf(message), string.IsNullOrWhiteSpace(eventId) ? null : Hash(eventId.Trim()));

    private static string? MeaningOf(IncomingMessage message)
    {
        if (message is not IncomingEvent { EventTime: { } time } happening)
            return null;

        // A length before each text keeps ("a", "b:c") and ("a:b", "c") apart.
        var meaning = string.Create(
            CultureInfo.InvariantCulture,
            $"{happening.Topic?.Length ?? -1}:{happening.Topic}:{happening.EventType.Length}:{happening.EventType}:{time.UtcTicks / 10}:{About(happening)}");

        // The time first, so that what comes together lies together in the index, and a burst writes few of its pages.
        return string.Create(CultureInfo.InvariantCulture, $"is:{time.UtcTicks / 10:x14}:{Hash(meaning)}");
    }

    // Penneo's times often have whole seconds, so two things of one kind easily share theirs.
    private static string About(IncomingEvent happening) =>
        happening.Topic is PenneoVocabulary.CasefileTopic or PenneoVocabulary.SignerTopic
            ? string.Create(CultureInfo.InvariantCulture, $"{happening.CasefileId}:{happening.SignerId}")
            : "payload:" + happening.Payload?.Text;

    private static string Hash(string text) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
