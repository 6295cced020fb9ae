using System.Text;
using CsCheck;
using PenneoDashboard.History;
using Xunit;

namespace PenneoDashboard.Tests.History;

public sealed class MessageBodyTests
{
    [Fact]
    public void Json_IsIndentedWithItsNumbersAndOrder()
    {
        var body = Of("""{"z":12345678901234567890.50,"a":"S\u00f8ren","z":1}""");

        Assert.Equal("{\n  \"z\": 12345678901234567890.50,\n  \"a\": \"Søren\",\n  \"z\": 1\n}", body.PrettyJson!.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{\"a\":")]
    public void WhatIsNoJson_IsTextOnly(string text)
    {
        var body = Of(text);

        Assert.Null(body.PrettyJson);
        Assert.Equal(text, body.Text);
    }

    [Fact]
    public void HalfACharacter_IsTextOnly() => Assert.Equal("\"\\ud800\"", Of("\"\\ud800\"").Text);

    [Fact]
    public void ByteOrderMark_StaysInTheTextAndIsNoObstacle()
    {
        var body = new MessageBody([0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']);

        Assert.Equal("{}", body.PrettyJson);
        Assert.Equal(3, body.Text!.Length);
    }

    [Fact]
    public void InvalidUtf8_IsBytesOnly()
    {
        var body = new MessageBody([0xFF, 0x41, 0x00]);

        Assert.Null(body.Text);
        Assert.Null(body.PrettyJson);
        Assert.StartsWith("000000  ff 41 00 ", body.Hex(), StringComparison.Ordinal);
        Assert.EndsWith(" .A.\n", body.Hex(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hex_HoldsEveryByteOnceUpToItsLimit() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var lines = new MessageBody(bytes).Hex().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((bytes.Length + 15) / 16, lines.Length);
        var read = lines.SelectMany(x => x[8..57].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(x => Convert.ToByte(x, 16));
        Assert.Equal(bytes, read);
    });

    [Fact]
    public void LargeBodies_AreCutInHex() =>
        Assert.Equal(MessageBody.MostHex / 16, new MessageBody(new byte[100_000]).Hex().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

    private static MessageBody Of(string text) => new(Encoding.UTF8.GetBytes(text));
}
