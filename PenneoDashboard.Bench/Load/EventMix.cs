using System.Globalization;
using System.Text.Unicode;

namespace PenneoDashboard.Bench.Load;

/// <summary>
/// Bodies like Penneo's: casefiles with one to three signers and five to eight events, many of them under way at once. Each
/// event has a number, and its time is <see cref="Start"/> plus that many microseconds, so that a row leads back to its number.
/// </summary>
internal sealed class EventMix
{
    /// <summary>No body is longer, in bytes.</summary>
    public const int MostBytes = 512;

    /// <summary>How many casefiles are under way at once, unless told otherwise.</summary>
    public const int UsualCasefiles = 1000;

    // Every fourth account sees the full payload: names and titles.
    private const int FullEvery = 4;

    private static readonly Step[][] Scripts =
    [
        [new(0, "requestSent"), new(0, "requestOpened"), new(0, "opened"), new(0, "signed"), new(0, "finalized"), new(null, "completed", 5)],
        [new(0, "requestSent"), new(0, "requestOpened"), new(0, "opened"), new(0, "rejected", 2), new(null, "rejected", 2)],
        [new(0, "requestSent"), new(1, "requestSent"), new(0, "opened"), new(0, "signed"), new(1, "opened"), new(1, "signed"), new(null, "completed", 5)],
        [
            new(0, "requestSent"), new(1, "requestSent"), new(2, "requestSent"), new(0, "signed"), new(1, "reminderSent"), new(1, "signed"),
            new(2, "signed"), new(null, "completed", 5),
        ],
    ];

    private readonly Lock _gate = new();
    private readonly Random _random;
    private readonly Running[] _running;
    private long _lastCasefile;
    private long _lastNumber;

    public EventMix(int seed, int casefiles = UsualCasefiles)
    {
        _random = new Random(seed);
        _running = new Running[casefiles];
        for (var i = 0; i < casefiles; i++)
        {
            _running[i] = Begin();

            // Somewhere in its life, or all of them would end together.
            _running[i].Done = _random.Next(_running[i].Script.Length);
        }
    }

    /// <summary>Whole microseconds, UTC.</summary>
    public DateTime Start { get; } = new(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    public long LastNumber => Interlocked.Read(ref _lastNumber);

    /// <summary>Writes the next event's body.</summary>
    public NextEvent Write(Span<byte> body)
    {
        lock (_gate)
        {
            ref var casefile = ref _running[_random.Next(_running.Length)];
            var number = ++_lastNumber;
            var step = casefile.Script[casefile.Done];
            var length = Write(body, casefile, step, Start.AddMicroseconds(number));
            if (++casefile.Done == casefile.Script.Length)
                casefile = Begin();
            return new NextEvent(number, length, step.Signer is not null);
        }
    }

    /// <summary>The number of the event with this time, in microseconds since 1970.</summary>
    public long NumberOf(long unixMicroseconds) => unixMicroseconds - ((Start - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private static int Write(Span<byte> body, in Running casefile, Step step, DateTime time)
    {
        var (culture, id) = (CultureInfo.InvariantCulture, casefile.Id);
        var full = id % FullEvery == 0;
        var topic = step.Signer is null ? "casefile" : "signer";
        Utf8.TryWrite(
            body, culture, $$$"""{"topic":"{{{topic}}}","eventType":"{{{step.EventType}}}","eventTime":{"date":"{{{time:yyyy-MM-dd HH:mm:ss.ffffff}}}","timezone_type":3,"timezone":"UTC"},"payload":{""", out var length);
        int more;
        if (step.Signer is { } signer)
        {
            Utf8.TryWrite(body[length..], culture, $"\"id\":{(id * 10) + signer},", out more);
            length += more;
            if (full)
            {
                Utf8.TryWrite(body[length..], culture, $"\"name\":\"Signer {(id * 10) + signer}\",\"onBehalfOf\":\"Example Company\",", out more);
                length += more;
            }

            "\"caseFile\":{"u8.CopyTo(body[length..]);
            length += "\"caseFile\":{"u8.Length;
        }

        Utf8.TryWrite(body[length..], culture, $"\"id\":{id},\"status\":{step.Status}", out more);
        length += more;
        if (full)
        {
            Utf8.TryWrite(body[length..], culture, $",\"title\":\"Employment contract {id}\",\"language\":\"en\"", out more);
            length += more;
        }

        var end = step.Signer is null ? "}}"u8 : "}}}"u8;
        end.CopyTo(body[length..]);
        return length + end.Length;
    }

    private Running Begin() => new() { Id = ++_lastCasefile, Script = Scripts[_random.Next(Scripts.Length)] };

    private sealed record Step(int? Signer, string EventType, int Status = 1);

    private struct Running
    {
        public long Id;
        public Step[] Script;
        public int Done;
    }
}

/// <summary>What was written.</summary>
/// <param name="IsSigner">True for the topic <c>signer</c>.</param>
internal readonly record struct NextEvent(long Number, int Length, bool IsSigner);
