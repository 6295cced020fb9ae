using System.Globalization;
using PenneoDashboard.Events.States;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events.Masking;

/// <summary>
/// What readers see of the log, as a reader may see it. A title or name that is masked is as one that nobody told, so pages show the id in its
/// place; payloads say <see cref="ReaderMask.Text"/>.
/// </summary>
public static class MaskedViews
{
    // What says nothing but how a message travelled; a proxy may add any other.
    private static readonly HashSet<string> PlainHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Connection", "Content-Length", "Content-Type", "Host", "Transfer-Encoding", "User-Agent", "x-event-id", "x-event-signature", "x-event-type",
    };

    public static EventItem For(this EventItem x, ReaderMask? mask) => !IsOn(mask) ? x : x with
    {
        Title = null,
        Payload = x.Payload is { } payload ? PayloadMask.Of(payload) : null,

        // Behind the colon stands what the reader of the message complained about, in the message's words.
        Problem = x.Problem?.Split(':')[0],
    };

    public static EventDetail For(this EventDetail x, ReaderMask? mask) =>
        !IsOn(mask) ? x : new EventDetail(x.Event.For(mask), x.Body.For(mask), [.. x.Deliveries.Select(d => d with { Headers = d.Headers.For(mask) })]);

    public static byte[]? For(this byte[]? body, ReaderMask? mask) => !IsOn(mask) || body is null ? body : PayloadMask.Of(body);

    public static IReadOnlyList<KeyValuePair<string, string>> For(this IReadOnlyList<KeyValuePair<string, string>> headers, ReaderMask? mask) =>
        !IsOn(mask) ? headers : [.. headers.Select(x => PlainHeaders.Contains(x.Key) ? x : KeyValuePair.Create(x.Key, ReaderMask.Text))];

    public static CasefileSummary For(this CasefileSummary x, ReaderMask? mask) => !IsOn(mask) ? x : x with { Title = null };

    public static SignerSummary For(this SignerSummary x, ReaderMask? mask) => !IsOn(mask) ? x : x with { Name = null };

    public static CasefileChange For(this CasefileChange x, ReaderMask? mask) =>
        !IsOn(mask) ? x : new CasefileChange(x.Casefile.For(mask), [.. x.Signers.Select(s => s.For(mask))]);

    public static CasefileDetail For(this CasefileDetail x, ReaderMask? mask) =>
        !IsOn(mask) ? x : new CasefileDetail(x.Casefile.For(mask), [.. x.Signers.Select(s => s.For(mask))], [.. x.Events.Select(e => e.For(mask))]);

    public static CasefileListItem For(this CasefileListItem x, ReaderMask? mask) =>
        !IsOn(mask) ? x : x with { Casefile = x.Casefile.For(mask), Blocking = x.Blocking is { } blocking ? blocking with { Name = null } : null };

    public static TroubledCasefile For(this TroubledCasefile x, ReaderMask? mask) => !IsOn(mask) ? x : x with { Title = null };

    public static UndeliverableSigner For(this UndeliverableSigner x, ReaderMask? mask) => !IsOn(mask) ? x : x with { Title = null, Name = null };

    public static Suggestion For(this Suggestion x, ReaderMask? mask) => !IsOn(mask) ? x : x with { Text = null };

    /// <summary>Without the text that is looked for. A query would refuse it; a page leaves it out and says so.</summary>
    public static EventFilter For(this EventFilter x, ReaderMask? mask) => !IsOn(mask) || x.Q is null ? x : x with { Q = null };

    /// <summary>Without what is no beginning of an id.</summary>
    public static CasefileFilter For(this CasefileFilter x, ReaderMask? mask) =>
        !IsOn(mask) || x.Q is null || long.TryParse(x.Q.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? x : x with { Q = null };

    private static bool IsOn(ReaderMask? mask) => mask is { IsOn: true };
}
