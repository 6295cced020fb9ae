using PenneoDashboard.Events;

namespace PenneoDashboard.History;

/// <summary>What is known of a delivery, in words.</summary>
internal static class DeliveryText
{
    /// <summary>For the line that stands when it is folded.</summary>
    public static string Short(DeliveryItem delivery) => delivery.Answer switch
    {
        null => Say($"attempt {delivery.Attempt:N0}, answer not known"),
        DeliveryAnswers.None => Say($"attempt {delivery.Attempt:N0}, not answered"),
        var status => Say($"attempt {delivery.Attempt:N0}, answered {status}"),
    };

    public static string Attempt(DeliveryItem delivery, IReadOnlyList<DeliveryItem> all)
    {
        var count = all.Count(x => x.SubscriptionId == delivery.SubscriptionId);
        return count == 1 ? Say("The only one") : Say($"{delivery.Attempt:N0} of {count:N0} through this subscription");
    }

    public static string Answer(DeliveryItem delivery) => delivery.Answer switch
    {
        null => Say("Not known"),
        DeliveryAnswers.None => Say("None: the sender had hung up. It was stored all the same"),
        200 => Say("200, stored"),
        var status => Say($"{status}, to try again. It was stored after that"),
    };
}
