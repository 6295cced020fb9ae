using System.Globalization;
using System.Text;

namespace PenneoDashboard.Bench.Load;

/// <summary>What is sent as it stands.</summary>
/// <param name="Body">What the server should take for the body; null where the request is broken.</param>
/// <param name="EndsEarly">True when the sender stops in the middle of the body.</param>
internal sealed record FuzzRequest(byte[] Bytes, byte[]? Body, bool EndsEarly);

/// <summary>Requests with odd and broken heads around odd and broken bodies. The same seed gives the same requests.</summary>
internal sealed class FuzzRequests(Random random, FuzzBody bodies, LoadTarget target)
{
    /// <summary>The header that carries a request's number.</summary>
    public const string NumberHeader = "X-Bench";

    private static readonly string[] Methods = ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "POSTPOST", "PROPFIND"];
    private static readonly string[] ContentTypes = ["text/plain; charset=UTF-8", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense", "", "text/html; charset=\"\""];
    private static readonly string[] EventIds = ["", " ", "1", "1", "2", "00000000-0000-0000-0000-000000000000", "'; DROP TABLE Events; --", "\u00e6\u00f8\u00e5", new('x', 4000)];
    private static readonly string[] OtherNames = ["X-Forwarded-For", "X-Real-IP", "Content-Encoding", "Cookie", "Authorization", "Origin", "Range", "If-None-Match", "Accept-Encoding", "x-event-type", "x-event-signature", "Upgrade"];
    private static readonly string[] OtherValues = ["gzip", "127.0.0.1", "Bearer x", "bytes=0-1", "*", "", "t=1,h=host,v1=00", "websocket", "\u00ff\u00fe", "a;b=c;d", new('y', 2000), "null"];

    public FuzzRequest Next(long number)
    {
        var body = bodies.Next();
        var (framed, framing) = Frame(body, out var whole);
        var head = new StringBuilder(random.Next(50) == 0 ? $"{Pick(Methods)} {target.CasefilePath}" : "POST " + Path());
        head.Append(random.Next(500) switch { 0 => " HTTP/1.0\r\n", 1 => "\r\n", _ => " HTTP/1.1\r\n" });
        if (random.Next(500) != 0)
            head.Append(CultureInfo.InvariantCulture, $"Host: 127.0.0.1:{target.Address.Port}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"{NumberHeader}: {number}\r\nContent-Type: {Pick(ContentTypes)}\r\n{framing}");
        if (random.Next(3) == 0)
            head.Append(CultureInfo.InvariantCulture, $"x-event-id: {(random.Next(3) == 0 ? Pick(EventIds) : Guid.NewGuid())}\r\n");
        for (var others = random.Next(40) == 0 ? random.Next(150) : random.Next(4); others > 0; others--)
            head.Append(CultureInfo.InvariantCulture, $"{(random.Next(3) == 0 ? Token() : Pick(OtherNames))}: {Pick(OtherValues)}\r\n");
        if (random.Next(300) == 0)
            head.Append(random.Next(3) switch { 0 => "no colon\r\n", 1 => "bad name: x\r\n", _ => "Bad-Value: \u0000\u0001\r\n" });
        head.Append("\r\n");

        // Kestrel refuses what is not UTF-8 before the receiver sees it, so that is seldom.
        byte[] bytes = [.. (random.Next(30) == 0 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(head.ToString()), .. framed];
        if (!whole || body.Length == 0 || random.Next(1000) != 0)
            return new FuzzRequest(bytes, whole ? body : null, EndsEarly: false);
        return new FuzzRequest(bytes[..^random.Next(1, Math.Min(20, framed.Length) + 1)], null, EndsEarly: true);
    }

    private string Path() => random.Next(100) switch
    {
        0 => target.CasefilePath + "x",
        1 => "/webhooks/penneo/",
        2 => "/webhooks/penneo/" + Token(),
        3 => target.CasefilePath + "?a=b&c=%00",
        4 => target.CasefilePath + "/",
        5 => "/webhooks/penneo/%2e%2e%2f" + Token(),
        _ => target.CasefilePath,
    };

    private (byte[] Framed, string Header) Frame(byte[] body, out bool whole)
    {
        whole = true;
        switch (random.Next(200))
        {
            case 0:
                whole = false;
                return (body, "Content-Length: -5\r\n");
            case 1:
                whole = false;
                return ([.. "zz\r\n"u8, .. body], "Transfer-Encoding: chunked\r\n");
            case 2:
                return (body, $"Content-Length: {body.Length}\r\nExpect: 100-continue\r\n");
            case < 20:
                return (Chunked(body), "Transfer-Encoding: chunked\r\n");
            default:
                return (body, $"Content-Length: {body.Length}\r\n");
        }
    }

    private byte[] Chunked(byte[] body)
    {
        using var chunks = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(random.Next(1, body.Length < 10_000 ? 200 : 50_000), body.Length - at);
            chunks.Write(Encoding.ASCII.GetBytes(length.ToString(random.Next(2) == 0 ? "x" : "X4", CultureInfo.InvariantCulture) + (random.Next(10) == 0 ? ";a=b" : "") + "\r\n"));
            chunks.Write(body, at, length);
            chunks.Write("\r\n"u8);
            at += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    private string Token()
    {
        const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
        return "x" + string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Characters[random.Next(Characters.Length)]));
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
