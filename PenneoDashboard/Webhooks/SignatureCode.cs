using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace PenneoDashboard.Webhooks;

/// <summary>The text that a signature covers, in a rented buffer, and the comparison of its code.</summary>
internal ref struct SignatureCode
{
    private const int HashBytes = 32;

    private byte[] _buffer;
    private int _length;

    /// <summary>Puts together what <c>v1</c> covers: the time, the names, their values and the body.</summary>
    /// <returns>False when a named header is not there; <paramref name="missing"/> is its name.</returns>
    public static bool TryV1(scoped in SignatureHeader header, IHeaderDictionary headers, ReadOnlySpan<byte> body, out SignatureCode code, out string? missing)
    {
        code = default;
        missing = null;
        var length = header.TimeText.Length + Encoding.UTF8.GetMaxByteCount(header.Names.Length) + body.Length + 3;
        foreach (var range in header.Names.Split(' '))
        {
            var name = NameOf(header.Names[range]);
            if (!headers.TryGetValue(name, out var value))
            {
                missing = name;
                return false;
            }

            length += Encoding.UTF8.GetMaxByteCount(value.ToString().Length) + 1;
        }

        code._buffer = ArrayPool<byte>.Shared.Rent(length);
        code.Add(header.TimeText);
        code.Dot();
        code.Add(header.Names);
        foreach (var range in header.Names.Split(' '))
        {
            code.Dot();
            code.Add(headers[NameOf(header.Names[range])].ToString());
        }

        code.Dot();
        code.Add(body);
        return true;
    }

    /// <summary>Puts together what <c>v0</c> covers: the time and the body.</summary>
    public static SignatureCode V0(scoped in SignatureHeader header, ReadOnlySpan<byte> body)
    {
        var code = new SignatureCode { _buffer = ArrayPool<byte>.Shared.Rent(header.TimeText.Length + 1 + body.Length) };
        code.Add(header.TimeText);
        code.Dot();
        code.Add(body);
        return code;
    }

    /// <summary>Whether a lower-case hexadecimal code is that of this text under a key; takes the same time wherever they differ.</summary>
    public readonly bool Matches(ReadOnlySpan<char> hex, ReadOnlySpan<byte> key)
    {
        Span<byte> expected = stackalloc byte[HashBytes];
        Span<byte> offered = stackalloc byte[HashBytes];
        HMACSHA256.HashData(key, _buffer.AsSpan(0, _length), expected);
        return Convert.FromHexString(hex, offered, out _, out var written) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, offered[..written]);
    }

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        this = default;
    }

    // The two that Penneo signs cost no new string with each delivery.
    private static string NameOf(ReadOnlySpan<char> name) => name switch
    {
        "x-event-id" => "x-event-id",
        "x-event-type" => "x-event-type",
        _ => name.ToString(),
    };

    private void Add(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Dot() => _buffer[_length++] = (byte)'.';
}
