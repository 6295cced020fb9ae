using System.Net;
using System.Text;

namespace PenneoDashboard.Bench.Load;

/// <summary>Where the load goes: an address and the two URLs that Penneo was given.</summary>
internal sealed class LoadTarget(string baseUrl, string casefilePath, string signerPath)
{
    private readonly byte[] _casefiles = Head(baseUrl, casefilePath);
    private readonly byte[] _signers = Head(baseUrl, signerPath);

    public IPEndPoint Address { get; } = new(IPAddress.Loopback, new Uri(baseUrl).Port);

    /// <summary>The path of the URL for casefiles' events.</summary>
    public string CasefilePath => casefilePath;

    public int MostBytes => Math.Max(_casefiles.Length, _signers.Length) + LengthField + EventMix.MostBytes;

    private static int LengthField => "    \r\n\r\n"u8.Length;

    /// <summary>The same URLs at another address, as after a restart.</summary>
    public LoadTarget At(string baseUrl) => new(baseUrl, casefilePath, signerPath);

    /// <summary>Writes the request of the mix's next event; <see cref="NextEvent.Length"/> is the whole request's.</summary>
    public NextEvent Write(EventMix mix, byte[] request)
    {
        Span<byte> body = stackalloc byte[EventMix.MostBytes];
        var next = mix.Write(body);
        return next with { Length = Write(body[..next.Length], next.IsSigner, request) };
    }

    /// <summary>Writes the request of a body and gives its length.</summary>
    public int Write(ReadOnlySpan<byte> body, bool isSigner, byte[] request)
    {
        var head = isSigner ? _signers : _casefiles;
        head.CopyTo(request, 0);
        var length = request.AsSpan(head.Length, LengthField);
        "    \r\n\r\n"u8.CopyTo(length);

        // The space before a header's value may be wider; so the field has always the same place.
        for (var (rest, at) = (body.Length, 3); rest > 0; rest /= 10)
            length[at--] = (byte)('0' + (rest % 10));
        body.CopyTo(request.AsSpan(head.Length + LengthField));
        return head.Length + LengthField + body.Length;
    }

    private static byte[] Head(string baseUrl, string path) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {new Uri(baseUrl).Authority}\r\nUser-Agent: PenneoDashboard.Bench\r\nAccept: */*\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: ");
}
