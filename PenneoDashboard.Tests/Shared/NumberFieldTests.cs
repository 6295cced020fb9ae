using Bunit;
using Microsoft.AspNetCore.Components;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class NumberFieldTests : ComponentTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<long?> _changes = [];

    [Theory]
    [InlineData("531", 531L)]
    [InlineData(" 42 ", 42L)]
    [InlineData("-7", -7L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public async Task Number_IsTakenOnceTypingRests(string text, long expected)
    {
        var field = Field(null);

        await TypeAsync(field, text);

        field.WaitForAssertion(() => Assert.Equal([expected], _changes), Patience);
        Assert.Empty(field.FindAll(".mud-input-error"));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    public async Task WhatIsNoNumber_IsSaidAndChangesNothing(string text)
    {
        var field = Field(531);

        await TypeAsync(field, text);

        field.WaitForAssertion(() => Assert.Contains("A number, please", field.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(_changes);
        Assert.Equal(text, field.Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task EmptyField_IsNoNumber()
    {
        var field = Field(531);

        await TypeAsync(field, "");

        field.WaitForAssertion(() => Assert.Equal([null], _changes), Patience);
    }

    [Fact]
    public async Task AnotherValueFromOutside_ReplacesAMistake()
    {
        var field = Field(531);
        await TypeAsync(field, "abc");
        field.WaitForAssertion(() => Assert.Contains("A number, please", field.Markup, StringComparison.Ordinal), Patience);

        field.Render(x => x.Add(c => c.Value, 7));

        Assert.Equal("7", field.Find("input").GetAttribute("value"));
        Assert.DoesNotContain("A number, please", field.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameValueFromOutside_LeavesAMistakeToBeMended()
    {
        var field = Field(531);
        await TypeAsync(field, "abc");
        field.WaitForAssertion(() => Assert.Contains("A number, please", field.Markup, StringComparison.Ordinal), Patience);

        field.Render(x => x.Add(c => c.Value, 531));

        Assert.Equal("abc", field.Find("input").GetAttribute("value"));
    }

    private IRenderedComponent<NumberField> Field(long? value) => Render<NumberField>(x => x
        .Add(c => c.Label, "Casefile").Add(c => c.Value, value).Add(c => c.TestId, "number").Add(c => c.ValueChanged, EventCallback.Factory.Create<long?>(this, _changes.Add)));

    private async Task TypeAsync(IRenderedComponent<NumberField> field, string text)
    {
        await field.InvokeAsync(() => field.Find("[data-testid=number]").InputAsync(text));
        Clock.Advance(TimeSpan.FromSeconds(1));
    }
}
