using System.Globalization;
using PenneoDashboard.Events;

namespace PenneoDashboard.History;

/// <summary>What is known of a delivery, in words.</summary>
internal static class DeliveryText
{
    /// <summary>For the line that stands when it is folded.</summary>
    public static string Short(DeliveryItem delivery) => string.Create(CultureInfo.InvariantCulture, $"attempt {delivery.Attempt}, ") + delivery.Answer switch
    {
        null => "answer not known",
        DeliveryAnswers.None => "not answered",
        var status => string.Create(CultureInfo.InvariantCulture, $"answered {status}"),
    };

    public static string Attempt(DeliveryItem delivery, IReadOnlyList<DeliveryItem> all)
    {
        var count = all.Count(x => x.SubscriptionId == delivery.SubscriptionId);
        return count == 1 ? "The only one" : string.Create(CultureInfo.InvariantCulture, $"{delivery.Attempt} of {count} through this subscription");
    }

    public static string Answer(DeliveryItem delivery) => delivery.Answer switch
    {
        null => "Not known",
        DeliveryAnswers.None => "None: the sender had hung up. It was stored all the same",
        200 => "200, stored",
        var status => string.Create(CultureInfo.InvariantCulture, $"{status}, to try again. It was stored after that"),
    };
}
