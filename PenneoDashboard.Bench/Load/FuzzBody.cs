using System.Globalization;
using System.Text;

namespace PenneoDashboard.Bench.Load;

/// <summary>Bodies from quite right to nothing at all: generated with odd values, or right ones with their bytes spoiled.</summary>
internal sealed class FuzzBody(Random random, EventMix mix, int limit)
{
    private const int LargeEvery = 2000;
    private const int MostText = 3000;

    private static readonly string[] Names =
    [
        "topic", "eventType", "eventTime", "payload", "id", "caseFile", "status", "title", "name", "date", "timezone", "timezone_type", "Type", "Token", "confirmationToken", "TOPIC", "",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1e400", "-0.0", "99999999999999999999999999", "9223372036854775807", "-9223372036854775808", "2147483648", "\"\"", "\" \"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"<script>alert(1)</script>\"", "\"'; DROP TABLE Events; --\"", "\"\\\\\\\"\\n\\r\\t\"", "\"casefile\"", "\"signer\"",
        "\"completed\"", "\"SubscriptionConfirmation\"", "\"0000-00-00 00:00:00.000000\"", "\"9999-12-31 23:59:59.999999\"", "\"2026-02-30 25:61:61\"", "\"Mars/Olympus\"", "[]", "{}",
        "\"\u202e\u200b\u0301\"", "\"531\"", "531",
    ];

    public byte[] Next()
    {
        if (random.Next(LargeEvery) == 0)
            return Text(limit + random.Next(-2, 3));
        var kind = random.Next(100);
        return kind switch
        {
            < 30 => Right(),
            < 55 => Encoding.UTF8.GetBytes(Message()),
            < 85 => Spoil(Right()),
            < 88 => Spoil(Encoding.UTF8.GetBytes(Message())),
            < 90 => Bytes(random.Next(2000)),
            < 92 => Text(random.Next(MostText)),
            < 94 => Encoding.UTF8.GetBytes(Value(depth: 0)),
            < 95 => Nested(),
            < 96 => [.. Encoding.UTF8.Preamble, .. Right()],
            < 97 => Encoding.Unicode.GetBytes(Message()),
            < 98 => [],
            _ => [.. Right(), .. Right()],
        };
    }

    private byte[] Right()
    {
        Span<byte> body = stackalloc byte[EventMix.MostBytes];
        return body[..mix.Write(body).Length].ToArray();
    }

    // A message whose members are mostly what they should be.
    private string Message()
    {
        var id = random.Next(100_000).ToString(CultureInfo.InvariantCulture);
        var casefile = $$"""{"id":{{Or(id)}},"status":{{Or("1")}},"title":{{Or("\"Lease\"")}}}""";
        var signer = $$"""{"id":{{Or(id)}},"name":{{Or("\"A signer\"")}},"caseFile":{{Or(casefile)}}}""";
        var isSigner = random.Next(2) == 0;
        var time = $$"""{"date":{{Or("\"2026-01-01 12:59:59.000000\"")}},"timezone_type":{{Or("3")}},"timezone":{{Or("\"UTC\"")}}}""";
        var members = new List<string>
        {
            $"\"topic\":{Or(isSigner ? "\"signer\"" : "\"casefile\"")}",
            $"\"eventType\":{Or("\"completed\"")}",
            $"\"eventTime\":{Or(time)}",
            $"\"payload\":{Or(isSigner ? signer : casefile)}",
        };
        while (random.Next(4) == 0)
            members.Insert(random.Next(members.Count + 1), $"\"{Pick(Names)}\":{Value(depth: 0)}");
        while (members.Count > 0 && random.Next(8) == 0)
            members.RemoveAt(random.Next(members.Count));
        return "{" + string.Join(",", members) + "}";
    }

    private string Or(string right) => random.Next(8) == 0 ? Value(depth: 0) : right;

    private string Value(int depth) => random.Next(depth > 4 ? 1 : 4) switch
    {
        2 => "[" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth + 1))) + "]",
        3 => "{" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{Pick(Names)}\":{Value(depth + 1)}")) + "}",
        _ => Pick(Values),
    };

    private byte[] Spoil(byte[] body)
    {
        var spoiled = body.ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(spoiled.Count + 1);
            var length = Math.Min(random.Next(1, 20), spoiled.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    spoiled.InsertRange(at, Bytes(random.Next(1, 8)));
                    break;
                case 1:
                    spoiled.RemoveRange(at, length);
                    break;
                case 2:
                    spoiled.InsertRange(at, spoiled.GetRange(at, length));
                    break;
                case 3:
                    spoiled.RemoveRange(at, spoiled.Count - at);
                    break;
                default:
                    if (length > 0)
                        spoiled[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. spoiled];
    }

    private byte[] Nested()
    {
        var depth = random.Next(1, 5000);
        return Encoding.ASCII.GetBytes(new string('[', depth) + (random.Next(2) == 0 ? "" : new string(']', depth)));
    }

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Text(int length)
    {
        var text = Bytes(length);
        for (var i = 0; i < length; i++)
            text[i] = (byte)(' ' + (text[i] % 95));
        return text;
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
