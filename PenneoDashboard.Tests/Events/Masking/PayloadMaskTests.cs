using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Masking;
using Xunit;

namespace PenneoDashboard.Tests.Events.Masking;

/// <summary>What is left of a payload for those who may not see names.</summary>
public sealed class PayloadMaskTests
{
    // Letters of no word, digits of no id: what is found of it afterwards came from a text that should be masked.
    private const string Secret = "Kanarie";

    private static readonly string[] Parts = ["payload", "caseFile", "signers", "signingRequest", "documents", "signatureLines"];

    private static readonly Gen<string> Text = Gen.Select(Gen.String[0, 12], Gen.String[0, 12], (before, after) => $"{before} {Secret} {after}");

    // Also names that stay where they are of another kind, other spellings, and names of people.
    private static readonly Gen<string> Name = Gen.Frequency(
        (3, Gen.OneOf("title", "name", "email", "onBehalfOf", "comment", "NAME", "Title")),
        (2, Gen.OneOf("id", "status", "eventType", "date", "language")),
        (2, Gen.OneOf("iban", "phone", "id2", "", "•••")),
        (1, Text));

    private static readonly Gen<JsonNode?> Tree = Grow(4);

    [Fact]
    public void NoText_Survives_WhateverHoldsIt() => Tree.Sample(
        tree =>
        {
            var masked = PayloadMask.Of(new RawJson(Json(tree))).Text;
            Assert.DoesNotContain(Secret, JsonSerializer.Deserialize<JsonElement>(masked).GetRawText(), StringComparison.OrdinalIgnoreCase);
            var body = PayloadMask.Of(Encoding.UTF8.GetBytes(Json(tree)));
            Assert.Equal(tree is JsonObject, body is not null);
            Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(body ?? []), StringComparison.OrdinalIgnoreCase);
        },
        iter: 1000);

    [Fact]
    public void NoNumber_OfAnUnknownField_Survives() => Gen.Select(Gen.Long[1_000_000_000, long.MaxValue], Gen.OneOf("cpr", "phone", "name", "payloadId")).Sample((number, name) =>
        Assert.DoesNotContain(number.ToString(System.Globalization.CultureInfo.InvariantCulture), PayloadMask.Of(new RawJson($$"""{"id":1,"{{name}}":{{number}},"x":[{{number}}]}""")).Text, StringComparison.Ordinal));

    [Fact]
    public void IdsTimesAndTypes_Survive_WhereverTheyStand() => Gen.Select(Gen.Long, Gen.Int[0, 99], Gen.Guid, Gen.OneOf(Parts), Tree).Sample((id, status, guid, part, noise) =>
    {
        var json = $$$"""
            {"topic":"signer","eventType":"requestSent","eventTime":{"date":"2026-01-02 10:00:00.000001","timezone_type":3,"timezone":"Europe\/Copenhagen"},
             "payload":{"id":{{{id}}},"documentId":"{{{guid}}}","other":{{{Json(noise)}}},"{{{part}}}":[{"id":"{{{guid}}}","status":{{{status}}},"signable":true,"expireAt":null}]}}
            """;
        var masked = JsonSerializer.Deserialize<JsonElement>(PayloadMask.Of(new RawJson(json)).Text);

        Assert.Equal(("signer", "requestSent"), (masked.GetProperty("topic").GetString(), masked.GetProperty("eventType").GetString()));
        Assert.Equal("2026-01-02 10:00:00.000001", masked.GetProperty("eventTime").GetProperty("date").GetString());
        Assert.Equal("Europe/Copenhagen", masked.GetProperty("eventTime").GetProperty("timezone").GetString());
        var payload = masked.GetProperty("payload");
        Assert.Equal(id, payload.GetProperty("id").GetInt64());
        Assert.Equal(guid.ToString(), payload.GetProperty("documentId").GetString());
        Assert.Equal("•••", payload.GetProperty("•••").GetString());
        var inner = payload.GetProperty(part)[0];
        Assert.Equal((guid.ToString(), status, true), (inner.GetProperty("id").GetString(), inner.GetProperty("status").GetInt32(), inner.GetProperty("signable").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, inner.GetProperty("expireAt").ValueKind);
    });

    [Fact]
    public void TextsOfEveryLength_LookTheSame() => Assert.Equal(
        PayloadMask.Of(new RawJson("""{"id":531,"title":"A","signers":[{"id":1,"name":"Bo"}],"note":"x"}""")),
        PayloadMask.Of(new RawJson("""{"id":531,"title":"A very long title indeed","signers":[{"id":1,"name":"Alma Example"}],"note":{"a":"x","b":["y"]},"more":1}""")));

    [Theory]
    [InlineData("""{"id":"Alma Example"}""", """{"id":"•••"}""")]
    [InlineData("""{"id":"Alma"}""", """{"id":"•••"}""")]
    [InlineData("""{"status":"waits for Alma"}""", """{"status":"•••"}""")]
    [InlineData("""{"date":"on Monday"}""", """{"date":"•••"}""")]
    [InlineData("""{"title":null,"name":true}""", """{"title":null,"name":"•••"}""")]
    [InlineData("\"Alma\"", "\"•••\"")]
    [InlineData("""{"id":"\ud800","\ud800":1}""", """{"id":"•••","•••":"•••"}""")]
    public void WhatIsNamedLikeAnId_MustLookLikeOne(string payload, string expected) => Assert.Equal(expected, PayloadMask.Of(new RawJson(payload)).Text);

    [Theory]
    [InlineData("Alma Example")]
    [InlineData("[\"Alma Example\"]")]
    [InlineData("")]
    public void ABodyThatIsNoObject_IsNotShown(string body) => Assert.Null(PayloadMask.Of(Encoding.UTF8.GetBytes(body)));

    private static Gen<JsonNode?> Grow(int depth)
    {
        var leaf = Text.Select(x => (JsonNode?)JsonValue.Create(x));
        if (depth == 0)
            return leaf;
        var below = Grow(depth - 1);
        var members = Gen.Select(Gen.Frequency((2, Gen.OneOf(Parts)), (3, Name)), below).Array[0, 4];
        return Gen.Frequency<JsonNode?>(
            (2, leaf),
            (1, below.Array[0, 3].Select(x => (JsonNode?)new JsonArray([.. x.Select(y => y?.DeepClone())]))),
            (4, members.Select(x => (JsonNode?)new JsonObject(x.DistinctBy(y => y.Item1).Select(y => KeyValuePair.Create(y.Item1, y.Item2?.DeepClone()))))));
    }

    private static string Json(JsonNode? tree) => tree?.ToJsonString() ?? "null";
}
