using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeTransforms.Model;

/// <summary>Numbers among the options of a formula. Two lists are equal when their numbers are.</summary>
/// <param name="numbers">Finite; at least one.</param>
[JsonConverter(typeof(AsArray))]
internal sealed class NumberList(params IEnumerable<double> numbers) : IEquatable<NumberList>
{
    private readonly double[] _numbers = [.. numbers];

    public int Count => _numbers.Length;

    public double this[int place] => _numbers[place];

    /// <summary>The numbers; lent, not to be changed.</summary>
    public double[] Lent() => _numbers;

    /// <summary>The numbers for each slot: a list for one slot stands for all.</summary>
    /// <param name="slots">How many slots, from 1.</param>
    /// <param name="perSlot">How many numbers a slot has.</param>
    public double[] ForSlots(int slots, int perSlot = 1) => Count == slots * perSlot
        ? _numbers
        : Count == perSlot
            ? [.. Enumerable.Repeat(_numbers, slots).SelectMany(numbers => numbers)]
            : throw new ArgumentException(
                $"{OptionRule.Text(Count)} numbers do not fit {OptionRule.Text(slots)} slots with {OptionRule.Text(perSlot)} "
                    + "each. Fit the likelihood to rows of that many slots.");

    public bool Equals(NumberList? other) => other is not null && _numbers.SequenceEqual(other._numbers);

    public override bool Equals(object? obj) => Equals(obj as NumberList);

    public override string ToString() =>
        $"[{string.Join(", ", _numbers.Select(number => OptionRule.Text(number)))}]";

    public override int GetHashCode() => _numbers.Aggregate(Count, HashCode.Combine);

    internal sealed class AsArray : JsonConverter<NumberList>
    {
        public override NumberList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<double[]>(ref reader, options) is { Length: > 0 } numbers
                ? new NumberList(numbers)
                : throw new JsonException("A list of numbers is empty.");

        public override void Write(Utf8JsonWriter writer, NumberList value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value._numbers, options);
    }
}
