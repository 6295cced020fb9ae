using System.Text;
using CsCheck;
using PenneoDashboard.Events;
using PenneoDashboard.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

public sealed class MessageParserTests
{
    private const string Time = """ "eventTime":{"date":"2023-01-01 12:59:59.000000","timezone_type":3,"timezone":"UTC"} """;
    private static readonly DateTimeOffset NewYear = new(2023, 1, 1, 12, 59, 59, TimeSpan.Zero);

    [Fact]
    public void Parse_PenneosCasefileSample()
    {
        var happening = Event($$"""{"topic":"casefile","eventType":"rejected",{{Time}},"payload":{"id":531,"status":2} }""");
        Assert.Equal(("casefile", "rejected", 531, (long?)null, 2), (happening.Topic, happening.EventType, happening.CasefileId, happening.SignerId, happening.CasefileStatus));
        Assert.Equal(NewYear, happening.EventTime);
        Assert.Equal("""{"id":531,"status":2}""", happening.Payload!.Text);
    }

    [Fact]
    public void Parse_PenneosSignerSample()
    {
        var happening = Event($$"""{"topic":"signer","eventType":"finalized",{{Time}},"payload":{"id":9001,"caseFile":{"id":531,"status":5} } }""");
        Assert.Equal((531, 9001, 5), (happening.CasefileId, happening.SignerId, happening.CasefileStatus));
    }

    [Fact]
    public void Parse_NumbersAsText()
    {
        var happening = Event("""{"topic":"signer","eventType":"signed","payload":{"id":" 9001","caseFile":{"id":"531","status":"4"}}}""");
        Assert.Equal((531, 9001, 4), (happening.CasefileId, happening.SignerId, happening.CasefileStatus));
        Assert.Null(happening.EventTime);
    }

    [Fact]
    public void Parse_FullPayload_ReadsTitleAndName()
    {
        var happening = Event("""{"topic":"signer","eventType":"signed","payload":{"id":1,"name":"Testa Testsen","caseFile":{"id":2,"status":1,"title":"Lease ændring","documents":[{"x":1}]}}}""");
        Assert.Equal(("Lease ændring", "Testa Testsen"), (happening.Title, happening.SignerName));
    }

    [Theory]
    [InlineData("""{"topic":"document","eventType":"archived","payload":{"id":7,"caseFile":{"id":531}}}""", "document", "archived", 531L)]
    [InlineData("""{"topic":"document","eventType":"archived","payload":[1,2]}""", "document", "archived", null)]
    [InlineData("""{"topic":"casefile","eventType":"teleported","payload":{"id":5,"status":99}}""", "casefile", "teleported", 5L)]
    [InlineData("""{"eventType":"webhook.subscription.test"}""", null, "webhook.subscription.test", null)]
    public void Parse_Unknown_IsKeptAsItCame(string json, string? topic, string type, long? casefile)
    {
        var happening = Event(json);
        Assert.Equal((topic, type, casefile), (happening.Topic, happening.EventType, happening.CasefileId));
    }

    [Theory]
    [InlineData("""{"Type":"SubscriptionConfirmation","Token":"abc-123","Topic":"casefile"}""", "abc-123")]
    [InlineData("""{"type":"subscriptionconfirmation","token":"abc-123"}""", "abc-123")]
    [InlineData("""{"confirmationToken":"older"}""", "older")]
    [InlineData("""{"Type":"SubscriptionConfirmation","Token":12345}""", "12345")]
    [InlineData("\uFEFF{\"confirmationToken\":\"with a byte order mark\"}", "with a byte order mark")]
    public void Parse_Confirmation(string json, string token) =>
        Assert.Equal(token, Assert.IsType<IncomingConfirmation>(Parse(json)).Token);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"Type":"SubscriptionConfirmation"}""")]
    [InlineData("""{"topic":"casefile"}""")]
    [InlineData("""{"topic":"casefile","eventType":7}""")]
    [InlineData("""{"topic":"casefile","eventType":"completed"}""")]
    [InlineData("""{"topic":"casefile","eventType":"completed","payload":{"id":"x"}}""")]
    [InlineData("""{"topic":"casefile","eventType":"completed","payload":{"id":99999999999999999999999}}""")]
    [InlineData("""{"topic":"casefile","eventType":"completed","payload":{"id":1e400}}""")]
    [InlineData("""{"topic":"signer","eventType":"signed","payload":{"caseFile":{"id":531}}}""")]
    [InlineData("""{"topic":"\ud800","eventType":"signed","payload":{"id":1}}""")]
    public void Parse_NotUnderstood_SaysWhy(string json) =>
        Assert.NotEmpty(Assert.IsType<IncomingUnrecognized>(Parse(json)).Problem);

    [Fact]
    public void Parse_InvalidUtf8_IsUnrecognized() =>
        Assert.IsType<IncomingUnrecognized>(MessageParser.Parse([.. "{\"topic\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Fact]
    public void Parse_DeepNesting_IsUnrecognized() =>
        Assert.IsType<IncomingUnrecognized>(Parse("{\"payload\":" + new string('[', 100_000) + new string(']', 100_000) + "}"));

    [Fact]
    public void Parse_NulAndControlCharacters_AreReplaced()
    {
        var happening = Event("""{"topic":"casefile","eventType":"a\u0000b\u001b","payload":{"id":1,"title":"x\u0000y"}}""");
        Assert.Equal(("a\uFFFDb\uFFFD", "x\uFFFDy"), (happening.EventType, happening.Title));
    }

    [Fact]
    public void Parse_LongTexts_AreCutWhole()
    {
        var happening = Event($$"""{"topic":"casefile","eventType":"{{new string('x', 5000)}}","payload":{"id":1,"title":"{{string.Concat(Enumerable.Repeat("😀", 900))}}"} }""");
        Assert.Equal(200, happening.EventType.Length);
        Assert.Equal(1000, happening.Title!.Length);
        Assert.False(char.IsHighSurrogate(happening.Title[^1]));
    }

    [Fact]
    public void Parse_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 200].Sample(body => _ = MessageParser.Parse(body));

    [Fact]
    public void Parse_AnyJsonShape_NeverThrowsAndKeepsItsPayload()
    {
        string[] names = ["topic", "eventType", "eventTime", "payload", "id", "caseFile", "status", "date", "timezone", "timezone_type", "Type", "Token", "title", "name"];
        string[] leaves = ["1", "-1", "1e9", "null", "true", "\"casefile\"", "\"signer\"", "\"2023-01-01 12:59:59.000000\"", "3", "\"UTC\"", "\"\\ud83d\"", "\"\\u0000\"", "\"531\"", "\"<script>\""];
        var json = Gen.Recursive<string>((depth, inner) => depth > 3
            ? Gen.OneOf(leaves)
            : Gen.OneOf(
                Gen.OneOf(leaves),
                inner.Array[0, 3].Select(x => "[" + string.Join(',', x) + "]"),
                Gen.Select(Gen.OneOf(names), inner).Array[0, 5].Select(x => "{" + string.Join(',', x.Select(y => $"\"{y.Item1}\":{y.Item2}")) + "}")));
        json.Sample(text =>
        {
            var body = Encoding.UTF8.GetBytes(text);
            if (MessageParser.Parse(body) is IncomingEvent happening)
                Assert.Equal(happening.Payload, MessageJson.Payload(body));
        });
    }

    private static IncomingEvent Event(string json) => Assert.IsType<IncomingEvent>(Parse(json));

    private static IncomingMessage Parse(string json) => MessageParser.Parse(Encoding.UTF8.GetBytes(json));
}
