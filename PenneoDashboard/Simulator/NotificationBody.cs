using System.Text.Encodings.Web;
using System.Text.Json;

namespace PenneoDashboard.Simulator;

/// <summary>The JSON bodies Penneo posts.</summary>
public static class NotificationBody
{
    /// <summary>Names and offsets go out as they are; nothing here is ever pasted into HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Confirmation(SimulatedSubscription subscription) => Write(writer =>
    {
        writer.WriteString("Type", "SubscriptionConfirmation");
        writer.WriteString("Token", subscription.Token);
        writer.WriteNumber("SubscriptionId", subscription.Id);
        writer.WriteString("Topic", subscription.Topic);
    });

    /// <summary>What a test of the current service brings.</summary>
    public static byte[] Test(DateTimeOffset eventTime) => Write(writer =>
    {
        writer.WriteString("eventType", SimulatorTopics.TestEventType);
        writer.WritePropertyName("eventTime");
        PhpDate.Write(writer, eventTime, PhpZone.UtcName);
        writer.WriteStartObject("payload");
        writer.WriteEndObject();
    });

    /// <summary>The notification of a script's step.</summary>
    public static byte[] Event(ScenarioScript script, ScenarioStep step, int casefileId, IReadOnlyList<int> signerIds, DateTimeOffset eventTime)
    {
        var full = script.Request.Payload == ScenarioPayload.Full;
        return Write(writer =>
        {
            writer.WriteString("topic", step.Topic);
            writer.WriteString("eventType", step.EventType);
            writer.WritePropertyName("eventTime");
            PhpDate.Write(writer, eventTime, step.Zone);
            if (step.Signer is not { } signer)
            {
                WriteCasefile(writer, "payload", casefileId, step.CasefileStatus, full ? script : null);
                return;
            }
            writer.WriteStartObject("payload");
            writer.WriteNumber("id", signerIds[signer]);
            if (full)
            {
                writer.WriteString("name", script.SignerNames[signer]);
                writer.WriteString("onBehalfOf", "Example Company");
            }
            WriteCasefile(writer, "caseFile", casefileId, step.CasefileStatus, full ? script : null);
            writer.WriteEndObject();
        });
    }

    private static void WriteCasefile(Utf8JsonWriter writer, string name, int id, int status, ScenarioScript? details)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("id", id);
        writer.WriteNumber("status", status);
        if (details is not null)
        {
            writer.WriteString("title", details.Title);
            writer.WriteString("language", "en");
            writer.WriteNumber("signerCount", details.SignerNames.Count);
        }
        writer.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }
}
