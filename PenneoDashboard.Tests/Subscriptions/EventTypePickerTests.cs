using Bunit;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class EventTypePickerTests : ComponentTest
{
    private IReadOnlyList<string> _selected = EventTypePresets.Everything.EventTypes;

    [Fact]
    public async Task Preset_ReplacesTheChoice_AndIsMarked()
    {
        var picker = Picker();
        Assert.Equal("everything", Pressed(picker));

        await picker.Find("[data-preset=problems]").ClickAsync();

        Assert.Equal("problems", Pressed(picker));
        Assert.Equal(EventTypePresets.All.Single(x => x.Key == "problems").EventTypes, _selected);
    }

    [Fact]
    public async Task Test_TakenOff_StaysOffWithAnotherPreset()
    {
        var picker = Picker();
        await Box(picker, PenneoVocabulary.TestEventType).ChangeAsync(false);
        Assert.Equal("everything", Pressed(picker));

        await picker.Find("[data-preset=completion]").ClickAsync();

        Assert.Equal(["sign.casefile.completed"], _selected);
    }

    [Fact]
    public async Task Group_IsChosenAndClearedAsAWhole()
    {
        var picker = Picker();
        await picker.Find("[aria-label='None of Signer']").ClickAsync();
        Assert.DoesNotContain(_selected, x => x.StartsWith("sign.signer.", StringComparison.Ordinal));
        Assert.Contains("0 of 12", picker.Markup, StringComparison.Ordinal);

        await picker.Find("[aria-label='All of Signer']").ClickAsync();

        Assert.Equal("everything", Pressed(picker));
    }

    [Fact]
    public async Task TypeThisVersionDoesNotKnow_CanBeTakenOffAndOnAgain()
    {
        _selected = ["sign.signer.<b>waved</b>", "sign.signer.signed"];
        var picker = Picker();
        Assert.Contains("Not known to this version", picker.Markup, StringComparison.Ordinal);
        Assert.Empty(picker.FindAll("b b"));

        await Box(picker, "sign.signer.<b>waved</b>").ChangeAsync(false);
        Assert.Equal(["sign.signer.signed"], _selected);
        await Box(picker, "sign.signer.<b>waved</b>").ChangeAsync(true);

        Assert.Equal(["sign.signer.signed", "sign.signer.<b>waved</b>"], _selected);
    }

    [Fact]
    public async Task Details_AreShownOnDemand()
    {
        var picker = Render<EventTypePicker>(x => x.Add(p => p.Selected, _selected));
        Assert.Empty(picker.FindAll("[data-testid=event-type]"));

        await picker.Find("[data-testid=choose-types]").ClickAsync();

        Assert.Equal(17, picker.FindAll("[data-testid=event-type]").Count);
        Assert.Contains("17 of 17 chosen", picker.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<EventTypePicker> Picker()
    {
        IRenderedComponent<EventTypePicker> picker = null!;
        return picker = Render<EventTypePicker>(x => x
            .Add(p => p.StartsOpen, true)
            .Add(p => p.Selected, _selected)
            .Add(p => p.SelectedChanged, chosen =>
            {
                _selected = chosen;
                picker.Render(again => again.Add(p => p.Selected, chosen));
            }));
    }

    private static string? Pressed(IRenderedComponent<EventTypePicker> picker) => picker.FindAll("[data-testid=preset][aria-pressed=true]").SingleOrDefault()?.GetAttribute("data-preset");

    private static AngleSharp.Dom.IElement Box(IRenderedComponent<EventTypePicker> picker, string name) =>
        picker.FindAll("[data-testid=event-type]").Single(x => x.GetAttribute("data-event-type") == name);
}
