using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace PenneoDashboard.Shared;

/// <summary>A whole number, or nothing.</summary>
public sealed partial class NumberField : ComponentBase
{
    private string _text = "";
    private long? _shown;
    private string? _error;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public long? Value { get; set; }

    /// <summary>Raised for a number or an empty field, not for what is no number.</summary>
    [Parameter]
    public EventCallback<long?> ValueChanged { get; set; }

    [Parameter]
    public string? TestId { get; set; }

    /// <summary>The id of a <c>datalist</c> with numbers to choose from.</summary>
    [Parameter]
    public string? ListId { get; set; }

    protected override void OnInitialized() => _text = Text(_shown = Value);

    protected override void OnParametersSet()
    {
        if (Value == _shown) return;
        _text = Text(_shown = Value);
        _error = null;
    }

    private async Task SetAsync(string? text)
    {
        _text = text ?? "";
        var empty = string.IsNullOrWhiteSpace(_text);
        long number = 0;
        _error = empty || long.TryParse(_text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number) ? null : Say("A number, please");
        if (_error is not null) return;
        _shown = empty ? null : number;
        await ValueChanged.InvokeAsync(_shown);
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
