using System.Globalization;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

public sealed class SignatureVerifierTests
{
    private const string Secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    private const long Time = 1793624516;

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"topic":"casefile","eventType":"completed","payload":{"id":531,"title":"Ændring"}}""");
    private static readonly (string Name, string Value)[] Signed = [("x-event-id", "0190163d"), ("x-event-type", "sign.casefile.completed")];

    private static readonly Gen<string> Text = Gen.String[Gen.Char[(char)33, (char)0xD7FF], 1, 30];
    private static readonly Gen<(string Name, string Value)[]> Headers =
        Gen.Select(Gen.Int[0, 9999], Gen.OneOf(Gen.Const(""), Text), (i, value) => (Name: $"x-{i}", Value: value)).Array[1, 5]
            .Where(x => x.DistinctBy(header => header.Name).Count() == x.Length);

    [Theory]
    [MemberData(nameof(SignatureVector.Names), MemberType = typeof(SignatureVector))]
    public void Vectors_GiveTheStatedVerdict(string name)
    {
        var vector = SignatureVector.Of(name);

        var verdict = Verify(
            [Key(vector.Secret)], [.. vector.Headers.Select(x => (x.Key, x.Value))], vector.Signature, Encoding.UTF8.GetBytes(vector.Body), vector.Now, vector.ToleranceSeconds);

        Assert.Equal(vector.Verdict, verdict);
    }

    [Fact]
    public void WhatIsSigned_IsAlwaysVerified() =>
        Gen.Select(Text, Gen.Long[0, 4_000_000_000], Headers, Gen.Byte.Array[0, 500]).Sample((secret, time, headers, body) =>
            Verify([Key(secret)], headers, SignedDelivery.V1(secret, time, body, headers), body, time) == SignatureVerdict.Verified
            && Verify([Key(secret)], headers, SignedDelivery.V0(secret, time, body), body, time) == SignatureVerdict.Verified);

    [Fact]
    public void AnyChangedByteOfTheBody_IsRefused() =>
        Gen.Select(Gen.Int[0, Body.Length - 1], Gen.Byte[1, 255]).Sample((at, flip) =>
        {
            var changed = Body.ToArray();
            changed[at] ^= flip;
            return Verify([Key(Secret)], Signed, SignedDelivery.V1(Secret, Time, Body, Signed), changed) == SignatureVerdict.CodeMismatch
                && Verify([Key(Secret)], Signed, SignedDelivery.V0(Secret, Time, Body), changed) == SignatureVerdict.CodeMismatch;
        });

    [Fact]
    public void AnyChangedCharacterOfAHeader_IsRefused()
    {
        var signature = SignedDelivery.V1(Secret, Time, Body, Signed);
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 7], Gen.Char).Where((which, at, c) => Signed[which].Value[at] != c).Sample((which, at, c) =>
        {
            var changed = Signed.ToArray();
            changed[which].Value = Replace(changed[which].Value, at, c);
            return Verify([Key(Secret)], changed, signature, Body) == SignatureVerdict.CodeMismatch;
        });

        foreach (var original in (string[])[signature, SignedDelivery.V0(Secret, Time, Body)])
        {
            Gen.Select(Gen.Int[0, original.Length - 1], Gen.OneOf(Gen.Char, Gen.Char["0123456789abcdefABCDEF=,. thv"]))
                .Where((at, c) => original[at] != c)
                .Sample((at, c) => Verify([Key(Secret)], Signed, Replace(original, at, c), Body) != SignatureVerdict.Verified);
        }
    }

    [Fact]
    public void AnyChangedCharacterOfTheSecret_IsRefused() =>
        Gen.Select(Gen.Int[0, Secret.Length - 1], Gen.Char[(char)33, (char)0xD7FF]).Where((at, c) => Secret[at] != c).Sample((at, c) =>
            Verify([Key(Replace(Secret, at, c))], Signed, SignedDelivery.V1(Secret, Time, Body, Signed), Body) == SignatureVerdict.CodeMismatch);

    [Fact]
    public void Garbage_IsRefusedWithoutAnException() =>
        Gen.Select(
                Gen.OneOf(
                    Gen.String,
                    Gen.OneOf("t=", "1793624516", ",", "h=", "x-event-id", " ", "v1=", "v0=", new string('0', 64), "=", "\ud800", "é", "t=99999999999999999999", "h=x-event-id x-event-type").Array[0, 12]
                        .Select(parts => string.Concat(parts))),
                Gen.Byte.Array[0, 40])
            .Sample((signature, body) => Verify([Key(Secret)], Signed, signature, body) != SignatureVerdict.Verified, iter: 20_000);

    [Theory]
    [InlineData(-301, SignatureVerdict.OutsideTolerance)]
    [InlineData(-300, SignatureVerdict.Verified)]
    [InlineData(300, SignatureVerdict.Verified)]
    [InlineData(301, SignatureVerdict.OutsideTolerance)]
    public void Tolerance_HoldsBothWays(int off, SignatureVerdict expected) =>
        Assert.Equal(expected, Verify([Key(Secret)], Signed, SignedDelivery.V1(Secret, Time, Body, Signed), Body, Time + off));

    [Fact]
    public void AnyValidSecret_WillDo_AndNoEndedOne()
    {
        var signature = SignedDelivery.V1(Secret, Time, Body, Signed);
        var now = DateTimeOffset.FromUnixTimeSeconds(Time);

        Assert.Equal(SignatureVerdict.Verified, Verify([Key("new"), Key(Secret, now.AddSeconds(1))], Signed, signature, Body));
        Assert.Equal(SignatureVerdict.CodeMismatch, Verify([Key("new"), Key(Secret, now)], Signed, signature, Body));
        Assert.Equal(SignatureVerdict.NoUsableSecret, Verify([Key(Secret, now)], Signed, signature, Body));
        Assert.Equal(SignatureVerdict.NoUsableSecret, Verify([Key("")], Signed, signature, Body));
    }

    [Theory]
    [InlineData("v1=$", "no t=")]
    [InlineData("t=,v0=$", "whole number")]
    [InlineData("t=-1,v0=$", "whole number")]
    [InlineData("t=1.5,v0=$", "whole number")]
    [InlineData("t=1", "no code")]
    [InlineData("t=1,h=x-event-id", "no code")]
    [InlineData("t=1,v1=$", "no h=")]
    [InlineData("t=1,h=,v1=$", "no h=")]
    [InlineData("t=1,h= x-event-id,v1=$", "single spaces")]
    [InlineData("t=1,h=x-event-id  x-event-type,v1=$", "single spaces")]
    [InlineData("t=1,t=1,h=x-event-id,v1=$", "twice")]
    [InlineData("t=1,h=x-event-id,v1=$,v1=$", "twice")]
    [InlineData("t=1,h=x-event-id,v1=abc", "64 characters")]
    [InlineData("t=1,h=x-event-id,v1=F$", "64 characters")]
    [InlineData("sha256=$", "no t=")]
    [InlineData("hello", "equals sign")]
    [InlineData("t=1,", "equals sign")]
    public void Malformed_SaysWhatExactly(string text, string words)
    {
        var signature = text.Replace("$", new string('a', 64), StringComparison.Ordinal);

        Assert.False(SignatureHeader.TryParse(signature, out _, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.Equal(SignatureVerdict.Malformed, Verify([Key(Secret)], Signed, signature, Body));
    }

    [Fact]
    public void UnknownParts_AreLeftToLaterVersions() =>
        Assert.Equal(SignatureVerdict.Verified, Verify([Key(Secret)], Signed, SignedDelivery.V1(Secret, Time, Body, Signed) + ",v2=what=ever", Body));

    private static SigningSecret Key(string secret, DateTimeOffset? until = null) => new(1, Encoding.UTF8.GetBytes(secret), DateTimeOffset.UnixEpoch, until);

    private static string Replace(string text, int at, char c) => string.Concat(text.AsSpan(0, at), c.ToString(CultureInfo.InvariantCulture), text.AsSpan(at + 1));

    private static SignatureVerdict Verify(
        SigningSecret[] secrets, (string Name, string Value)[] headers, string signature, byte[] body, long now = Time, int tolerance = 300)
    {
        var received = new HeaderDictionary();
        foreach (var (name, value) in headers)
            received[name] = value;
        received[SignedDelivery.Header] = signature;
        return new SignatureVerifier(Options.Create(new WebhookOptions { SignatureToleranceSeconds = tolerance }))
            .Verify(secrets, received, body, DateTimeOffset.FromUnixTimeSeconds(now));
    }
}
