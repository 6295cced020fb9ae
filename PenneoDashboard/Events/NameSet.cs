using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PenneoDashboard.Events;

/// <summary>One or more names of which any will do. Two sets of the same names are equal, in whatever order they were given.</summary>
[JsonConverter(typeof(Converter))]
public sealed class NameSet : IReadOnlyList<string>, IEquatable<NameSet>
{
    private readonly string[] _names;

    private NameSet(string[] names) => _names = names;

    public int Count => _names.Length;

    public string this[int index] => _names[index];

    public static implicit operator NameSet?(string? name) => name is null ? null : new NameSet([name]);

    /// <summary>Null when there is none, as a filter has it.</summary>
    public static NameSet? Of(IEnumerable<string?>? names) =>
        names?.OfType<string>().Where(x => x.Length > 0).Distinct().Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } some ? new NameSet(some) : null;

    public bool Equals(NameSet? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as NameSet);

    public override int GetHashCode() => _names.Aggregate(_names.Length, HashCode.Combine);

    public override string ToString() => string.Join(", ", _names);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A name alone is written as text, several as a list; both are read.</summary>
    public sealed class Converter : JsonConverter<NameSet>
    {
        /// <inheritdoc />
        public override NameSet? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Of([reader.GetString()]) : Of(JsonSerializer.Deserialize<string?[]>(ref reader, options));

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, NameSet value, JsonSerializerOptions options)
        {
            if (value is [var one])
                writer.WriteStringValue(one);
            else
                JsonSerializer.Serialize(writer, value._names, options);
        }
    }
}
