using System.Text;
using System.Text.Json;
using CsCheck;
using PenneoDashboard.Rejected;
using Xunit;

namespace PenneoDashboard.Tests.Rejected;

public sealed class BodyVariantsTests
{
    private static readonly Gen<string> Text =
        Gen.OneOf("a", "/", "\\", "\"", "\n", "\t", "\u0001", "\u007f", "æ", "Å", "€", "𝄞", "😀", " ").Array[0, 8].Select(string.Concat);

    private static readonly Gen<string> Number = Gen.OneOf("0", "-1", "1.10", "1e5", "12345678901234567890.50");

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Number
        : Gen.OneOf(
            Number,
            Text.Select(x => JsonSerializer.Serialize(x)),
            Gen.OneOf("true", "false", "null"),
            inner.Array[0, 3].Select(x => $"[{string.Join(',', x)}]"),
            Gen.Select(Text, inner).Array[0, 3].Select(x => $"{{{string.Join(',', x.Select(m => $"{JsonSerializer.Serialize(m.Item1)}:{m.Item2}"))}}}")));

    [Fact]
    public void WhatOneStyleWrote_IsFoundFromAnyOther() =>
        Gen.Select(Json, Gen.Int[0, JsonStyle.All.Count - 1], Gen.Int[0, JsonStyle.All.Count - 1]).Sample((json, signed, arrived) =>
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            var original = JsonStyle.All[signed].Write(bytes)!;
            return BodyVariants.Of(JsonStyle.All[arrived].Write(bytes)!).Any(x => x.Body.AsSpan().SequenceEqual(original));
        });

    [Fact]
    public void EachStyle_SaysTheSame() =>
        Gen.Select(Json, Gen.Int[0, JsonStyle.All.Count - 1]).Sample((json, style) =>
        {
            using var before = JsonDocument.Parse(json);
            using var after = JsonDocument.Parse(JsonStyle.All[style].Write(Encoding.UTF8.GetBytes(json))!);
            return JsonElement.DeepEquals(before.RootElement, after.RootElement);
        });

    [Fact]
    public void Garbage_NeverThrows() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Gen.String.Select(Encoding.UTF8.GetBytes), Json.Select(x => Encoding.UTF8.GetBytes(x[..(x.Length / 2)])))
            .Sample(body => BodyVariants.Of(body).Count() < 50);

    [Fact]
    public void PhpsStyle_IsAmongThem() =>
        Assert.Equal("""{"a":"\u00e6\/\ud83d\ude00"}""", Encoding.UTF8.GetString(new JsonStyle(0, false, true, true).Write("""{ "a" : "æ/😀" }"""u8)!));
}
