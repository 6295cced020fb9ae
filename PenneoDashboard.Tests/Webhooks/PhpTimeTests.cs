using System.Globalization;
using System.Text.Json;
using CsCheck;
using PenneoDashboard.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

public sealed class PhpTimeTests
{
    [Theory]
    [InlineData("2023-01-01 12:59:59.000000", 3, "UTC", "2023-01-01T12:59:59.000000")]
    [InlineData("2026-07-01 12:00:00.517791", 3, "Europe/Copenhagen", "2026-07-01T10:00:00.517791")]
    [InlineData("2026-01-01 12:00:00.517791", 3, "Europe/Copenhagen", "2026-01-01T11:00:00.517791")]
    [InlineData("2026-07-01 12:00:00.000001", 2, "CEST", "2026-07-01T10:00:00.000001")]
    [InlineData("2026-07-01 12:00:00.000001", 2, "CET", "2026-07-01T11:00:00.000001")]
    [InlineData("2026-07-01 12:00:00.000001", 2, "Z", "2026-07-01T12:00:00.000001")]
    [InlineData("2026-07-01 12:00:00.000001", 2, "IST", "2026-07-01T10:00:00.000001")]
    [InlineData("2026-07-01 12:00:00.999999", 1, "+05:30", "2026-07-01T06:30:00.999999")]
    [InlineData("2026-07-01 00:30:00.999999", 1, "-0800", "2026-07-01T08:30:00.999999")]
    [InlineData("2026-07-01 12:00:00", 3, "UTC", "2026-07-01T12:00:00.000000")]
    public void Read_EveryKindOfZone(string date, int type, string zone, string expected) =>
        Assert.Equal(expected, Text(Read(new { date, timezone_type = type, timezone = zone })));

    [Fact]
    public void Read_TimeTheClockSkipped_TakesTheOffsetFromBefore() =>
        Assert.Equal("2026-03-29T01:30:00.000000", Text(Read(new { date = "2026-03-29 02:30:00.000000", timezone_type = 3, timezone = "Europe/Copenhagen" })));

    [Fact]
    public void Read_TimeThatComesTwice_TakesTheFirst() =>
        Assert.Equal("2026-10-25T00:30:00.000000", Text(Read(new { date = "2026-10-25 02:30:00.000000", timezone_type = 3, timezone = "Europe/Copenhagen" })));

    [Theory]
    [InlineData("\"2026-07-01T12:00:00.5+02:00\"", "2026-07-01T10:00:00.500000")]
    [InlineData("\"2026-07-01T12:00:00Z\"", "2026-07-01T12:00:00.000000")]
    [InlineData("\"2026-07-01 12:00:00.123456\"", "2026-07-01T12:00:00.123456")]
    [InlineData("{\"date\":\"2026-07-01 12:00:00.000000\",\"timezone_type\":\"3\",\"timezone\":\"UTC\"}", "2026-07-01T12:00:00.000000")]
    [InlineData("{\"date\":\"2026-07-01 12:00:00.000000\"}", "2026-07-01T12:00:00.000000")]
    public void Read_IsTolerant(string json, string expected) => Assert.Equal(expected, Text(Read(json)));

    [Theory]
    [InlineData("null")]
    [InlineData("1535571567")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"soon\"")]
    [InlineData("\"10:30\"")]
    [InlineData("\"July 2026\"")]
    [InlineData("\"01/02/2026\"")]
    [InlineData("{\"date\":\"2026-07-01 12:00:00.000000\",\"timezone_type\":3,\"timezone\":\"/usr/share/zoneinfo/Europe/Copenhagen\"}")]
    [InlineData("{\"date\":\"2026-07-01 12:00:00.000000\",\"timezone_type\":3,\"timezone\":\"../zoneinfo/Europe/Copenhagen\"}")]
    [InlineData("{\"date\":\"yesterday\",\"timezone_type\":3,\"timezone\":\"UTC\"}")]
    [InlineData("{\"date\":\"2026-07-01 12:00:00.000000\",\"timezone_type\":3,\"timezone\":\"Mars/Olympus\"}")]
    [InlineData("{\"date\":\"2026-07-01 12:00:00.000000\",\"timezone_type\":1,\"timezone\":\"+1:2\"}")]
    [InlineData("{\"date\":\"0001-01-01 00:00:00.000000\",\"timezone_type\":1,\"timezone\":\"+23:00\"}")]
    [InlineData("{\"date\":{},\"timezone_type\":[],\"timezone\":7}")]
    public void Read_Unreadable_IsNull(string json) => Assert.Null(Read(json));

    [Fact]
    public void Read_OffsetAndMicroseconds_AreExact() =>
        Gen.Select(Gen.Long[0, 4_102_444_800_000_000], Gen.Int[-14 * 60, 14 * 60]).Sample((micros, minutes) =>
        {
            var instant = DateTimeOffset.UnixEpoch.AddTicks(micros * 10);
            var local = instant.ToOffset(TimeSpan.FromMinutes(minutes));
            var read = Read(new
            {
                date = local.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
                timezone_type = 1,
                timezone = local.ToString("zzz", CultureInfo.InvariantCulture),
            });
            return read == instant;
        });

    private static DateTimeOffset? Read(object value) => Read(JsonSerializer.Serialize(value));

    private static DateTimeOffset? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PhpTime.Read(document.RootElement);
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
