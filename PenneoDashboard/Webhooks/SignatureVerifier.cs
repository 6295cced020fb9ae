using Microsoft.Extensions.Options;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Webhooks;

/// <summary>What became of the check of a delivery's signature.</summary>
public enum SignatureVerdict
{
    Verified = 0,

    /// <summary>There is no <c>x-event-signature</c> header, or it is empty.</summary>
    HeaderMissing = 1,

    /// <summary>The header is not of the form that Penneo documents.</summary>
    Malformed = 2,

    /// <summary>A header that the signature covers did not arrive.</summary>
    HeaderNotDelivered = 3,

    /// <summary>The time of signing and ours lie further apart than the tolerance.</summary>
    OutsideTolerance = 4,

    /// <summary>The code belongs to another secret, body, time or header.</summary>
    CodeMismatch = 5,

    /// <summary>The subscription has secrets, but all have ended or can't be decrypted.</summary>
    NoUsableSecret = 6,
}

/// <summary>Checks <c>x-event-signature</c> over the bytes of a body as they came.</summary>
public sealed class SignatureVerifier(IOptions<WebhookOptions> options)
{
    private readonly long _tolerance = options.Value.SignatureToleranceSeconds;
    private long _lastVerified;

    /// <summary>When a delivery last verified, UTC, to the second; null when none has since the start.</summary>
    public DateTimeOffset? LastVerifiedAt => Volatile.Read(ref _lastVerified) is var at and > 0 ? DateTimeOffset.FromUnixTimeSeconds(at) : null;

    /// <summary>
    /// Never throws for what a sender wrote. <c>v0</c> counts only without a <c>v1</c>, so that nobody can choose the
    /// weaker one.
    /// </summary>
    /// <param name="secrets">Any that is valid at <paramref name="receivedAt"/> will do.</param>
    /// <param name="receivedAt">By our clock; what the time of signing is compared with.</param>
    public SignatureVerdict Verify(IReadOnlyList<SigningSecret> secrets, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        var text = headers[SignatureHeader.Name].ToString();
        if (text.Length == 0)
            return SignatureVerdict.HeaderMissing;
        if (!SignatureHeader.TryParse(text, out var header, out _))
            return SignatureVerdict.Malformed;
        SignatureCode code;
        if (header.IsV0)
            code = SignatureCode.V0(header, body);
        else if (!SignatureCode.TryV1(header, headers, body, out code, out _))
            return SignatureVerdict.HeaderNotDelivered;
        using (code)
        {
            if (Math.Abs(receivedAt.ToUnixTimeSeconds() - header.Time) > _tolerance)
                return SignatureVerdict.OutsideTolerance;
            var verdict = Check(secrets, code, header.IsV0 ? header.V0 : header.V1, receivedAt);
            if (verdict == SignatureVerdict.Verified)
                Volatile.Write(ref _lastVerified, receivedAt.ToUnixTimeSeconds());
            return verdict;
        }
    }

    private static SignatureVerdict Check(IReadOnlyList<SigningSecret> secrets, scoped in SignatureCode code, ReadOnlySpan<char> hex, DateTimeOffset now)
    {
        var usable = false;
        for (var i = 0; i < secrets.Count; i++)
        {
            if (!secrets[i].IsValid(now))
                continue;
            usable = true;
            if (code.Matches(hex, secrets[i].Key))
                return SignatureVerdict.Verified;
        }

        return usable ? SignatureVerdict.CodeMismatch : SignatureVerdict.NoUsableSecret;
    }
}
