using System.Globalization;
using System.Text.Json;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Webhooks;

/// <summary>
/// Reads a delivery's bytes, whatever the <c>Content-Type</c> says. It never throws: what it does not understand
/// becomes an <see cref="IncomingUnrecognized"/>, since refusing a message would make Penneo give up on us.
/// </summary>
public static class MessageParser
{
    private const int LongestName = 200;
    private const int LongestTitle = 1000;

    public static IncomingMessage Parse(byte[] body)
    {
        if (body.Length == 0)
            return new IncomingUnrecognized(Later("The body is empty."));
        try
        {
            using var document = MessageJson.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : new IncomingUnrecognized($"The body is JSON, but {Describe(document.RootElement.ValueKind)} instead of an object.");
        }
        catch (JsonException e)
        {
            return new IncomingUnrecognized("The body is not JSON: " + JsonText.Clean(e.Message, LongestTitle));
        }
        catch (InvalidOperationException)
        {
            // A name or text holds an escape such as \ud800 that stands for no character.
            return new IncomingUnrecognized(Later("The body holds a text that is not valid Unicode."));
        }
    }

    private static IncomingMessage Read(JsonElement message)
    {
        if (ConfirmationToken(message) is { } token)
            return new IncomingConfirmation(token);
        if (Name(message, "eventType") is not { } eventType)
            return new IncomingUnrecognized(Later("There is no eventType in the message."));

        var topic = Name(message, "topic");
        var payload = MessageJson.Member(message, "payload");
        var time = MessageJson.Member(message, "eventTime") is { } value ? PhpTime.Read(value) : null;
        var ids = Ids(topic, payload);
        if (ids.Problem is not null)
            return new IncomingUnrecognized(ids.Problem);

        var casefile = topic == PenneoVocabulary.SignerTopic ? CasefileOf(payload) : payload;
        return new IncomingEvent(
            topic,
            eventType,
            time,
            ids.Casefile,
            ids.Signer,
            Status(casefile),
            Title(casefile, "title") ?? Title(payload, "title") ?? (topic == PenneoVocabulary.CasefileTopic ? Title(payload, "name") : null),
            topic == PenneoVocabulary.SignerTopic ? Title(payload, "name") : null,
            payload is { } element ? new RawJson(element.GetRawText()) : null);
    }

    // Today's spelling is Type and Token; older deliveries say confirmationToken.
    private static string? ConfirmationToken(JsonElement message)
    {
        if (string.Equals(Name(message, "type"), "SubscriptionConfirmation", StringComparison.OrdinalIgnoreCase)
            && JsonText.Scalar(MessageJson.Member(message, "token"), LongestTitle) is { } token)
        {
            return token;
        }

        return JsonText.Scalar(MessageJson.Member(message, "confirmationToken"), LongestTitle);
    }

    private static (long? Casefile, long? Signer, string? Problem) Ids(string? topic, JsonElement? payload)
    {
        var id = payload is { } element ? Id(MessageJson.Member(element, "id")) : null;
        return topic switch
        {
            PenneoVocabulary.CasefileTopic => (id, null, id is null ? Later("A casefile event without a readable payload.id.") : null),
            PenneoVocabulary.SignerTopic => (Id(Member(CasefileOf(payload), "id")), id, id is null ? Later("A signer event without a readable payload.id.") : null),

            // Of a topic we do not know, only what says so itself is a casefile.
            _ => (Id(Member(CasefileOf(payload), "id")), null, null),
        };
    }

    private static JsonElement? CasefileOf(JsonElement? payload) => Member(payload, "caseFile");

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { } element ? MessageJson.Member(element, name) : null;

    private static long? Id(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var id) => id,
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id) => id,
        _ => null,
    };

    private static int? Status(JsonElement? casefile) =>
        Id(Member(casefile, "status")) is >= int.MinValue and <= int.MaxValue and { } status ? (int)status : null;

    private static string? Name(JsonElement parent, string name) =>
        MessageJson.Member(parent, name) is { ValueKind: JsonValueKind.String } text ? JsonText.Scalar(text, LongestName) : null;

    private static string? Title(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? JsonText.Scalar(text, LongestTitle) : null;

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a true or false",
    };
}
