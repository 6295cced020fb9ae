using CsCheck;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Tests.Events.States;

/// <summary>A casefile's events as they may come: any types, known and unknown, with gaps, late, and many in one second.</summary>
internal static class AnyEvents
{
    private static readonly (string? Topic, string Type)[] Types =
        [.. PenneoVocabulary.EventTypes.Where(x => x.Topic is not null).Select(x => (x.Topic, x.EventType)), ("signer", "teleported"), ("casefile", "archived"), ("paper", "torn")];

    public static Gen<EventItem[]> Some { get; } = Gen.Select(Gen.OneOf(Types), Gen.Int[0, 12], Gen.Int[0, 3], Gen.Int[-1, 9], Gen.Int[0, 40], Gen.Bool)
        .Select((type, minute, signer, status, delay, recognized) => new EventItem
        {
            Sequence = 0,
            Recognized = recognized || minute > 2,
            Topic = type.Topic,
            EventType = type.Type,
            EventTime = minute == 0 ? null : Happened.Start.AddMinutes(minute),
            ReceivedAt = Happened.Start.AddMinutes(minute + delay),
            CasefileId = 531,
            SignerId = type.Topic == "signer" ? 9001 + signer : null,
            CasefileStatus = status < 0 ? null : status,
            SubscriptionId = 1,
            DeliveryCount = 1,
            Verification = Verification.Unsigned,
        })
        .Array[1, 25].Select(x => x.Select((e, i) => e with { Sequence = i + 1 }).ToArray());

    /// <summary>The same in another order, some of them more than once.</summary>
    public static EventItem[] Disordered(EventItem[] events, int seed)
    {
        var random = new Random(seed);
        EventItem[] again = [.. events.Concat(events.Where(_ => random.Next(3) == 0)).Concat(events.Where(_ => random.Next(5) == 0).Select(x => x with { Sequence = x.Sequence + 1000, ReceivedAt = x.EventTime is null ? x.ReceivedAt : x.ReceivedAt.AddMinutes(1) }))];
        random.Shuffle(again);
        return again;
    }
}
