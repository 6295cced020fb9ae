using Bunit;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class ChipTests : ComponentTest
{
    public static TheoryData<string?, string> KnownTypes
    {
        get
        {
            var data = new TheoryData<string?, string>();
            foreach (var info in PenneoVocabulary.EventTypes)
            {
                data.Add(info.Topic, info.EventType);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KnownTypes))]
    public void Known_event_has_label_tone_meaning_and_an_icon_of_its_own(string? topic, string eventType)
    {
        var info = PenneoVocabulary.Describe(topic, eventType);
        var chip = Render<EventTypeChip>(x => x.Add(c => c.Topic, topic).Add(c => c.EventType, eventType)).Find(".chip");

        Assert.Equal(info.Label, chip.TextContent.Trim());
        Assert.Contains(info.Tone.CssClass(), chip.ClassList);
        Assert.StartsWith(info.Meaning, chip.GetAttribute("title"), StringComparison.Ordinal);
        Assert.EndsWith(eventType, chip.GetAttribute("title"), StringComparison.Ordinal);
        Assert.NotEqual(EventIcons.For("other", "unknown"), EventIcons.For(topic, eventType));
    }

    [Fact]
    public void Unrecognized_message_says_so()
    {
        var chip = Render<EventTypeChip>(x => x.Add(c => c.Recognized, false).Add(c => c.EventType, "signed")).Find(".chip");

        Assert.Equal("Not recognized", chip.TextContent.Trim());
        Assert.Contains("tone-warning", chip.ClassList);
    }

    [Fact]
    public void Hostile_names_are_inert_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)>\0\u202Egnp.\n";
        var chip = Render<EventTypeChip>(x => x.Add(c => c.Topic, "<script>").Add(c => c.EventType, Hostile));

        Assert.Empty(chip.FindAll("img, script"));
        Assert.Contains("<img src=x", chip.Find(".chip-label").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', chip.Find(".chip").GetAttribute("title")!);
        Assert.Contains("‹U+202E›", chip.Find(".chip").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_names_are_cut()
    {
        var chip = Render<EventTypeChip>(x => x.Add(c => c.EventType, new string('a', 5000)));

        Assert.Equal(40, chip.Find(".chip-label").TextContent.Length);
    }

    [Theory]
    [InlineData(5, "Completed", "tone-success")]
    [InlineData(42, "Status 42", "tone-neutral")]
    [InlineData(null, "No status yet", "tone-neutral")]
    public void Casefile_status_is_named(int? status, string label, string tone)
    {
        var chip = Render<CasefileStatusChip>(x => x.Add(c => c.Status, status)).Find(".chip");

        Assert.Equal(label, chip.TextContent.Trim());
        Assert.Contains(tone, chip.ClassList);
    }
}
