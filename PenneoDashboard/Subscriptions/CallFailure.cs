using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>A click that came to nothing.</summary>
/// <param name="Title">What did not happen.</param>
/// <param name="Retry">The same once more.</param>
/// <param name="State">The subscription's state then; once it is another, the failure is history.</param>
public sealed record CallFailure(string Title, SubscriptionProblem Problem, Func<Task> Retry, SubscriptionState? State = null)
{
    internal static SubscriptionProblem Describe(Exception e) => e switch
    {
        PenneoException penneo => new(penneo.Message, (int?)penneo.Status, penneo.RequestId, penneo.TraceId),
        SubscriptionException => new(Say(e.Message), null, null, null),
        _ => new(Say($"Something went wrong in this app, not at Penneo: {e.Message}"), null, null, null),
    };
}
