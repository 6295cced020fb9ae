using Bunit;
using PenneoDashboard.Events;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class EventLineTests : ComponentTest
{
    private static readonly EventItem Signed = new()
    {
        Sequence = 12,
        Recognized = true,
        Topic = "signer",
        EventType = "signed",
        EventTime = Now,
        ReceivedAt = Now,
        CasefileId = 531,
        SignerId = 9001,
        SubscriptionId = 1,
        DeliveryCount = 1,
        Verification = Verification.Unsigned,
    };

    [Fact]
    public void Line_names_links_and_times_the_event()
    {
        var line = Render<EventLine>(x => x.Add(c => c.Event, Signed).AddChildContent("<a href='/who'>signer 9001</a>")).Find("[data-testid=event-item]");

        Assert.Equal(("12", "signed"), (line.GetAttribute("data-sequence"), line.GetAttribute("data-event-type")));
        Assert.Contains("tone-success", line.ClassList);
        Assert.DoesNotContain("is-new", line.ClassList);
        var link = line.QuerySelector(".event-line-link")!;
        Assert.Equal(("/events/12", "Signed"), (link.GetAttribute("href"), link.TextContent));
        Assert.Equal("14:03:22", line.QuerySelector("time")!.TextContent);
        Assert.Equal("/who", line.QuerySelector(".event-line-more a")!.GetAttribute("href"));
        Assert.Null(line.QuerySelector(".event-line-times"));
    }

    [Fact]
    public void Repeated_and_new_events_say_so()
    {
        var line = Render<EventLine>(x => x.Add(c => c.Event, Signed with { DeliveryCount = 3 }).Add(c => c.IsNew, true));

        Assert.Equal("×3", line.Find(".event-line-times").TextContent);
        Assert.Contains("is-new", line.Find(".event-line").ClassList);
    }

    [Fact]
    public void Unrecognized_message_is_no_event_type()
    {
        var line = Render<EventLine>(x => x.Add(c => c.Event, Signed with { Recognized = false, EventType = null, Topic = null }));

        Assert.Equal("Not recognized", line.Find("a").TextContent);
        Assert.Contains("tone-warning", line.Find(".event-line").ClassList);
        Assert.False(line.Find(".event-line").HasAttribute("data-event-type"));
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        var line = Render<EventLine>(x => x.Add(c => c.Event, Signed with { EventType = "<script>alert(1)</script>\0" }));

        Assert.Empty(line.FindAll("script"));
        Assert.Contains("<script>alert(1)</script>‹U+0000›", line.Find("a").TextContent, StringComparison.Ordinal);
    }
}
