using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Events;

/// <summary>
/// What makes two deliveries the same event. Penneo repeats deliveries, and legitimately repeats event types (a second
/// signing round), so the type alone must never be the key.
/// </summary>
public static class EventIdentity
{
    /// <summary>
    /// <paramref name="eventId"/> (the <c>x-event-id</c> header) where there is one; else the meaning: topic, type,
    /// exact time and ids, or the payload where we do not know the topic's ids. Null without a time: two such messages
    /// may be two happenings, and losing one is worse than showing one twice.
    /// </summary>
    public static string? Of(IncomingMessage message, string? eventId)
    {
        if (message is IncomingConfirmation)
            return null;
        if (!string.IsNullOrWhiteSpace(eventId))
            return "id:" + Hash(eventId.Trim());
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
