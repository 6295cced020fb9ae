using System.Diagnostics;
using CsCheck;
using PenneoDashboard.History;
using Xunit;

namespace PenneoDashboard.Tests.History;

public sealed class SmallTextTests
{
    private static readonly KeyValuePair<string, string>[] Headers =
        [new("Host", "here"), new("Content-Type", "text/plain; charset=UTF-8"), new("Content-Length", "2"), new("x-event-id", "it's")];

    [Theory]
    [InlineData(0, "0 ms later")]
    [InlineData(350, "350 ms later")]
    [InlineData(2_400, "2.4 s later")]
    [InlineData(200_000, "3 min 20 s later")]
    [InlineData(7_260_000, "2 h 1 min later")]
    [InlineData(183_600_000, "2 d 3 h later")]
    [InlineData(-400, "400 ms before its own time: the clocks differ")]
    public void Delay_IsReadable(double milliseconds, string text) => Assert.Equal(text, DelayText.Of(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(1048576, "1.0 MB")]
    public void Size_IsReadable(int bytes, string text) => Assert.Equal(text, ByteSize.Text(bytes));

    [Fact]
    public void Curl_SendsTheMessageWithTheHeadersThatBelongToIt() => Assert.Equal(
        """
        curl -X POST 'https://your-endpoint.example/webhook' \
          -H 'Content-Type: text/plain; charset=UTF-8' \
          -H 'x-event-id: it'\''s' \
          --data-raw '@{"a":"it'\''s"}'
        """.ReplaceLineEndings("\n"),
        CurlCommand.For("""@{"a":"it's"}""", Headers));

    [Theory]
    [InlineData("nul \0 inside")]
    [InlineData(null)]
    public void Curl_WhatNoCommandLineCarries_IsNotOffered(string? body) =>
        Assert.Null(CurlCommand.For(body ?? new string('x', CurlCommand.MostBytes + 1), Headers));

    [Fact]
    public void Curl_ShellReadsTheBodyBackUnchanged() => Gen.String[Gen.Char["'\"\\$`!@ \n\tæ{}a;|&"], 0, 20].Sample(
        body =>
        {
            Assert.SkipUnless(File.Exists("/bin/sh"), "There is no POSIX shell here.");
            var quoted = CurlCommand.For(body, [])!.Split("--data-raw ", 2)[1];
            using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"printf %s {quoted}"]) { RedirectStandardOutput = true })!;
            Assert.Equal(body, shell.StandardOutput.ReadToEnd());
        },
        iter: 20,
        threads: 1);
}
