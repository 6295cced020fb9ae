using System.Buffers;
using System.Globalization;

namespace PenneoDashboard.Webhooks;

/// <summary>
/// The parts of an <c>x-event-signature</c> header, <c>t=unix seconds,h=names of headers,v1=code</c>: slices of its text,
/// exactly as they came, since the code covers them. Parts with other names are left to later versions.
/// </summary>
internal readonly ref struct SignatureHeader
{
    public const string Name = "x-event-signature";

    private const int CodeLength = 64;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    public ReadOnlySpan<char> TimeText { get; private init; }

    /// <summary>When the sender signed, seconds since 1970 UTC by its clock.</summary>
    public long Time { get; private init; }

    /// <summary>Names of the signed headers, one space between them; empty when only <c>v0</c> is there.</summary>
    public ReadOnlySpan<char> Names { get; private init; }

    public ReadOnlySpan<char> V1 { get; private init; }

    /// <summary>The code of the older scheme, over time and body only; it counts when there is no <see cref="V1"/>.</summary>
    public ReadOnlySpan<char> V0 { get; private init; }

    public bool IsV0 => V1.IsEmpty;

    /// <summary>Reads a header; what is wrong with it is told in words, as the end of "The signature header …".</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SignatureHeader header, out string? problem)
    {
        ReadOnlySpan<char> t = default, h = default, v1 = default, v0 = default;
        bool hasT = false, hasH = false, hasV1 = false, hasV0 = false, twice = false;
        header = default;
        foreach (var range in text.Split(','))
        {
            var part = text[range];
            var at = part.IndexOf('=');
            if (at <= 0)
                return No("has a part without a name and an equals sign", out problem);
            var value = part[(at + 1)..];
            switch (part[..at])
            {
                case "t": Take(value, ref t, ref hasT, ref twice); break;
                case "h": Take(value, ref h, ref hasH, ref twice); break;
                case "v1": Take(value, ref v1, ref hasV1, ref twice); break;
                case "v0": Take(value, ref v0, ref hasV0, ref twice); break;
            }
        }

        if (twice)
            return No("has one of t, h, v0 and v1 twice", out problem);
        if (!hasT)
            return No("has no t=, the time of signing", out problem);
        if (!long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var time))
            return No("has a t= that is not a whole number of seconds", out problem);
        if (!hasV1 && !hasV0)
            return No("has neither v1= nor v0=, so there is no code in it", out problem);
        if (hasV1 && (!hasH || h.IsEmpty))
            return No("has a v1= code but no h= that names the signed headers", out problem);
        if (hasV1 && (h[0] == ' ' || h[^1] == ' ' || h.Contains("  ", StringComparison.Ordinal)))
            return No("has names in h= that are not parted by single spaces", out problem);
        if (CodeProblem(hasV1 ? v1 : v0) is { } wrong)
            return No(wrong, out problem);
        header = new SignatureHeader { TimeText = t, Time = time, Names = h, V1 = v1, V0 = v0 };
        problem = null;
        return true;
    }

    private static void Take(ReadOnlySpan<char> value, ref ReadOnlySpan<char> into, ref bool has, ref bool twice)
    {
        into = value;
        twice |= has;
        has = true;
    }

    private static bool No(string why, out string? problem)
    {
        problem = why;
        return false;
    }

    private static string? CodeProblem(ReadOnlySpan<char> code)
    {
        if (code.Length != CodeLength)
            return "has a code that is not 64 characters long";
        return code.ContainsAnyExcept(Hexadecimal) ? "has a code that is not lower-case hexadecimal" : null;
    }
}
