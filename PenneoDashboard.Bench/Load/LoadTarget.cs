using System.Net;
using System.Text;

namespace PenneoDashboard.Bench.Load;

/// <summary>Where the load goes: an address and the two URLs that Penneo was given.</summary>
internal sealed class LoadTarget
{
    private readonly byte[] _casefiles;
    private readonly byte[] _signers;

    public LoadTarget(string baseUrl, string casefilePath, string signerPath)
    {
        var uri = new Uri(baseUrl);
        Address = new IPEndPoint(IPAddress.Loopback, uri.Port);
        _casefiles = Head(casefilePath);
        _signers = Head(signerPath);

        byte[] Head(string path) => Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{uri.Port}\r\nUser-Agent: PenneoDashboard.Bench\r\nAccept: */*\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: ");
    }

    public IPEndPoint Address { get; }

    public int MostBytes => Math.Max(_casefiles.Length, _signers.Length) + LengthField + EventMix.MostBytes;

    private static int LengthField => "    \r\n\r\n"u8.Length;

    /// <summary>Writes the request of the mix's next event; <see cref="NextEvent.Length"/> is the whole request's.</summary>
    public NextEvent Write(EventMix mix, byte[] request)
    {
        Span<byte> body = stackalloc byte[EventMix.MostBytes];
        var next = mix.Write(body);
        var head = next.IsSigner ? _signers : _casefiles;
        head.CopyTo(request, 0);
        var length = request.AsSpan(head.Length, LengthField);
        "    \r\n\r\n"u8.CopyTo(length);

        // The space before a header's value may be wider; so the field has always the same place.
        for (var (rest, at) = (next.Length, 3); rest > 0; rest /= 10)
            length[at--] = (byte)('0' + (rest % 10));
        body[..next.Length].CopyTo(request.AsSpan(head.Length + LengthField));
        return next with { Length = head.Length + LengthField + next.Length };
    }
}
