using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Pipeline;

/// <summary>The texts that the numbers of a key column stand for.</summary>
internal static class KeyTexts
{
    /// <summary>Whether the values of a key column are text.</summary>
    public static bool Has(DataViewSchema.Column column) =>
        column.Type is KeyDataViewType && ColumnKeys.ItemType(column) is TextDataViewType;

    /// <summary>The texts, in the order of the raw values, which count from 1.</summary>
    /// <param name="column">A column for which <see cref="Has"/> is true.</param>
    public static ReadOnlyMemory<char>[] Of(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.GetKeyValues(ref texts);
        return [.. texts.DenseValues()];
    }
    /// <summary>The code of each raw value, from that of 0, which is a missing key and has NaN.</summary>
    /// <param name="texts">The texts of the raw values from 1.</param>
    /// <param name="codeOf">The code of a text that is not empty; an empty one has NaN.</param>
    public static double[] Codes(ReadOnlyMemory<char>[] texts, Func<ReadOnlyMemory<char>, double> codeOf) =>
        [double.NaN, .. texts.Select(text => text.IsEmpty ? double.NaN : codeOf(text))];
}
