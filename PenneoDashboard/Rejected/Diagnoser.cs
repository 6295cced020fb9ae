using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Rejected;

/// <summary>Finds out why a delivery does not verify, and what was signed if it can be made again.</summary>
internal sealed class Diagnoser(SubscriptionSecrets secrets, SignatureVerifier verifier, IOptions<WebhookOptions> options, TimeProvider time)
{
    private const string TypeHeader = "x-event-type";

    /// <param name="names">Of all subscriptions, to name another one.</param>
    /// <param name="thorough">True to try what the body may have been; it costs time with a large one.</param>
    public Diagnosis Diagnose(RefusedDelivery delivery, IReadOnlyDictionary<long, SubscriptionName> names, bool thorough)
    {
        var headers = Headers(delivery.Headers);
        var text = headers[SignatureHeader.Name].ToString();
        if (text.Length == 0)
            return new Diagnosis(RejectionReason.HeaderMissing, WithoutHeader(headers));
        if (!SignatureHeader.TryParse(text, out var header, out var problem))
            return new Diagnosis(RejectionReason.Malformed, $"The signature header {problem}.");

        var now = time.GetUtcNow();
        var own = secrets.Of(delivery.SubscriptionId);
        var usable = own.Where(x => x.IsValid(now)).ToList();
        var age = TimeSpan.FromSeconds(Math.Clamp(delivery.ReceivedAt.ToUnixTimeSeconds() - header.Time, -1e10, 1e10));
        var late = age.Duration().TotalSeconds > options.Value.SignatureToleranceSeconds;
        if (Signer(header, headers, delivery.Body, usable) is not null)
        {
            return new Diagnosis(
                late ? RejectionReason.ClockOff : RejectionReason.Verifies,
                late ? ClockWords.Explain(age, delivery.ReceivedAt, verifier.LastVerifiedAt) : "It verifies now, with the secret that is known here.")
            {
                SignedBody = delivery.Body,
            };
        }

        var found = Changed(header, headers, delivery.Body, usable)
            ?? OtherSecret(header, headers, delivery, own, names)
            ?? (usable.Count == 0 ? WithoutSecret(own) : null)
            ?? (thorough ? ChangedBody(header, headers, delivery.Body, usable) : null)
            ?? MissingHeader(header, headers)
            ?? new Diagnosis(RejectionReason.Unknown, "The code is not that of any secret known here" + (thorough ? ", nor of any other form of the body that was tried." : ". The body is large, so other forms of it are tried only when you verify again."));
        return late ? found with { Explanation = found.Explanation + ClockWords.Besides(age) } : found;
    }

    /// <summary>The secret that gives a signature's code; null when none does, or a named header is not there.</summary>
    private static SigningSecret? Signer(
        scoped in SignatureHeader header, HeaderDictionary headers, ReadOnlySpan<byte> body, IReadOnlyList<SigningSecret> keys, bool older = false)
    {
        older |= header.IsV0;
        SignatureCode code;
        if (older)
            code = SignatureCode.V0(header, body);
        else if (!SignatureCode.TryV1(header, headers, body, out code, out _))
            return null;
        using (code)
        {
            foreach (var key in keys)
            {
                if (key.IsReadable && code.Matches(older ? header.V0 : header.V1, key.Key))
                    return key;
            }
        }

        return null;
    }

    private Diagnosis? OtherSecret(
        scoped in SignatureHeader header, HeaderDictionary headers, RefusedDelivery delivery, IReadOnlyList<SigningSecret> own,
        IReadOnlyDictionary<long, SubscriptionName> names)
    {
        if (Signer(header, headers, delivery.Body, own) is { ValidUntil: { } end })
            return new Diagnosis(RejectionReason.EndedSecret, string.Create(CultureInfo.InvariantCulture, $"It is signed with a secret of this subscription that was replaced and counts no more since {end:yyyy-MM-dd HH:mm} UTC."));
        foreach (var (id, theirs) in secrets.All)
        {
            if (id != delivery.SubscriptionId && Signer(header, headers, delivery.Body, theirs) is not null)
                return new Diagnosis(RejectionReason.OtherSubscription, $"It is signed with the secret of {Label(names, id)}, but came to the address of {Label(names, delivery.SubscriptionId)}.");
        }

        return null;
    }

    private static Diagnosis WithoutSecret(IReadOnlyList<SigningSecret> own) => new(RejectionReason.NoUsableSecret, own switch
    {
        [] => "The subscription has no secret here any more, so nothing can be verified.",
        _ when own.All(x => !x.IsReadable) => "The subscription's secret can't be decrypted: the key it was encrypted with is missing from the data directory.",
        _ => "Every secret of the subscription has ended.",
    });

    // The older code covers time and body, so if it is right, only the headers can be wrong. And the type in the headers
    // stands in the body as well.
    private static Diagnosis? Changed(scoped in SignatureHeader header, HeaderDictionary headers, byte[] body, IReadOnlyList<SigningSecret> usable)
    {
        if (header.IsV0)
            return null;
        var missing = Missing(header, headers);
        var reason = missing is null ? RejectionReason.SignedHeaderChanged : RejectionReason.SignedHeaderMissing;
        if (EventType(body) is { } type && (missing ?? TypeHeader) == TypeHeader)
        {
            var mended = new HeaderDictionary(headers.ToDictionary(x => x.Key, x => x.Value, StringComparer.OrdinalIgnoreCase)) { [TypeHeader] = type };
            if (Signer(header, mended, body, usable) is not null)
            {
                return new Diagnosis(reason, missing is null
                    ? $"The header {TypeHeader} was changed on the way: '{Short(headers[TypeHeader].ToString())}' came, '{Short(type)}' was signed."
                    : $"The header {TypeHeader}, which the signature covers, did not arrive. With the type that the body names it verifies.")
                {
                    SignedBody = body,
                };
            }
        }

        if (header.V0.IsEmpty || Signer(header, headers, body, usable, older: true) is null)
            return null;
        return new Diagnosis(reason, missing is null
            ? $"Time and body are as signed, but a header is not: one of {Short(header.Names.ToString())} was changed on the way."
            : $"Time and body are as signed, but the header {Short(missing)}, which the signature covers, did not arrive.")
        {
            SignedBody = body,
            HeadersAreSigned = false,
        };
    }

    private static Diagnosis? MissingHeader(scoped in SignatureHeader header, HeaderDictionary headers) =>
        !header.IsV0 && Missing(header, headers) is { } missing
            ? new Diagnosis(RejectionReason.SignedHeaderMissing, $"The header {Short(missing)}, which the signature covers, did not arrive.")
            : null;

    private static Diagnosis? ChangedBody(scoped in SignatureHeader header, HeaderDictionary headers, byte[] body, IReadOnlyList<SigningSecret> usable)
    {
        foreach (var (words, variant) in BodyVariants.Of(body))
        {
            if (Signer(header, headers, variant, usable) is not null)
                return new Diagnosis(RejectionReason.BodyChanged, $"The body was changed on its way: {words}.") { SignedBody = variant };
        }

        return null;
    }

    private static string? Missing(scoped in SignatureHeader header, HeaderDictionary headers)
    {
        foreach (var range in header.Names.Split(' '))
        {
            var name = header.Names[range].ToString();
            if (!headers.ContainsKey(name))
                return name;
        }

        return null;
    }

    private static string WithoutHeader(HeaderDictionary headers)
    {
        if (headers.Keys.FirstOrDefault(x => x.Contains("signature", StringComparison.OrdinalIgnoreCase) && !x.Equals(SignatureHeader.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
            return $"There is no {SignatureHeader.Name} header with a value. There is one called {Short(other)}, which Penneo does not send.";
        return headers.ContainsKey("x-event-id") || headers.ContainsKey(TypeHeader)
            ? $"There is no {SignatureHeader.Name} header, though Penneo's other headers are there: something on the way took it out."
            : $"There is no {SignatureHeader.Name} header. Penneo's legacy service signs nothing, so it may be a legacy subscription that calls this address; or the sender is not Penneo.";
    }

    private static string? EventType(byte[] body) =>
        MessageParser.Parse(body) is IncomingEvent { Topic: { } topic } happening ? $"sign.{topic}.{happening.EventType}" : null;

    private static HeaderDictionary Headers(string json)
    {
        var headers = new HeaderDictionary();
        foreach (var pair in JsonSerializer.Deserialize<string[][]>(json)!)
            headers.Append(pair[0], pair[1]);
        return headers;
    }

    private static string Label(IReadOnlyDictionary<long, SubscriptionName> names, long id) =>
        $"subscription {names.GetValueOrDefault(id)?.Label ?? $"#{id}"}";

    private static string Short(string text) => JsonText.Clean(text, 200);
}
