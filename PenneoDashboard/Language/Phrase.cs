using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PenneoDashboard.Language;

/// <summary>A text with values, taken apart by the compiler so that it can be translated before they are put in.</summary>
[InterpolatedStringHandler]
public readonly ref struct Phrase
{
    private readonly StringBuilder _english;
    private readonly List<object?> _values;

    public Phrase(int literalLength, int formattedCount)
    {
        _english = new StringBuilder(literalLength + (formattedCount * 3));
        _values = new List<object?>(formattedCount);
    }

    public void AppendLiteral(string text) => _english.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted<T>(T value) => Append(value, null);

    public void AppendFormatted<T>(T value, string? format) => Append(value, format);

    internal string Say() => string.Format(CultureInfo.CurrentCulture, Words.Say(_english.ToString()), [.. _values]);

    private void Append(object? value, string? format)
    {
        _english.Append('{').Append(_values.Count).Append('}');
        _values.Add(format is not null && value is IFormattable formattable ? formattable.ToString(format, CultureInfo.CurrentCulture) : value);
    }
}
