using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Plots.Inputs;

/// <summary>Reads the columns of a view that pictures are made of.</summary>
internal static class ViewColumns
{
    /// <summary>A column of vectors.</summary>
    /// <param name="data">Is read once.</param>
    /// <param name="name">The column.</param>
    /// <param name="most">Reading stops after this many rows.</param>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    public static float[][] Vectors(IDataView data, string name, int most = int.MaxValue)
    {
        DataViewSchema.Column column = Find(data, name);
        return column.Type switch
        {
            VectorDataViewType { ItemType: NumberDataViewType item } when item == NumberDataViewType.Single => [.. data.GetColumn<float[]>(column).Take(most)],
            VectorDataViewType { ItemType: NumberDataViewType item } when item == NumberDataViewType.Double =>
                [.. data.GetColumn<double[]>(column).Take(most).Select(row => Array.ConvertAll(row, value => (float)value))],
            _ => throw new ArgumentException($"Column '{name}' must be a vector of Single or Double, but it is a {column.Type}."),
        };
    }

    /// <summary>A column of numbers.</summary>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    public static float[] Numbers(IDataView data, string name)
    {
        DataViewSchema.Column column = Find(data, name);
        return column.Type == NumberDataViewType.Single
            ? [.. data.GetColumn<float>(column)]
            : throw new ArgumentException($"Column '{name}' must be a Single, but it is a {column.Type}.");
    }

    /// <summary>A column that says yes or no.</summary>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    public static bool[] Flags(IDataView data, string name)
    {
        DataViewSchema.Column column = Find(data, name);
        return column.Type == BooleanDataViewType.Instance
            ? [.. data.GetColumn<bool>(column)]
            : throw new ArgumentException($"Column '{name}' must be a Boolean, true for anomalous rows, but it is a {column.Type}. Convert it with a CustomMapping or Conversion.ConvertType.");
    }

    /// <summary>A column of labels or clusters, as words: a key's values where it has names for them, otherwise its numbers.</summary>
    /// <exception cref="ArgumentException">The column is missing or a vector.</exception>
    public static string[] Labels(IDataView data, string name)
    {
        DataViewSchema.Column column = Find(data, name);
        return column.Type switch
        {
            KeyDataViewType key => Keys(data, column, key),
            TextDataViewType => [.. data.GetColumn<string>(column)],
            BooleanDataViewType => [.. data.GetColumn<bool>(column).Select(label => label ? "true" : "false")],
            NumberDataViewType number when number == NumberDataViewType.Single => [.. data.GetColumn<float>(column).Select(label => label.ToString(CultureInfo.InvariantCulture))],
            NumberDataViewType number when number == NumberDataViewType.Int32 => [.. data.GetColumn<int>(column).Select(label => label.ToString(CultureInfo.InvariantCulture))],
            NumberDataViewType number when number == NumberDataViewType.UInt32 => [.. data.GetColumn<uint>(column).Select(label => label.ToString(CultureInfo.InvariantCulture))],
            _ => throw new ArgumentException($"Column '{name}' must hold a label per row, as a key, text, Boolean, Single, Int32 or UInt32, but it is a {column.Type}."),
        };
    }

    private static string[] Keys(IDataView data, DataViewSchema.Column column, KeyDataViewType key)
    {
        // The row mapper of a key column converts only to UInt32; its values are counted from 1, 0 is missing.
        if (key.RawType != typeof(uint))
        {
            throw new ArgumentException($"Column '{column.Name}' must be a key of type UInt32, but it is a {column.Type}.");
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is VectorDataViewType { ItemType: TextDataViewType })
        {
            column.GetKeyValues(ref names);
        }

        string[] words = [.. names.DenseValues().Select(word => word.ToString())];
        return [.. data.GetColumn<uint>(column).Select(value => value switch
        {
            0 => "missing",
            _ when value <= words.Length => words[value - 1],
            _ => value.ToString(CultureInfo.InvariantCulture),
        })];
    }

    private static DataViewSchema.Column Find(IDataView data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return data.Schema.GetColumnOrNull(name) is { IsHidden: false } column
            ? column
            : throw new ArgumentException($"There is no column '{name}'. The view has {string.Join(", ", data.Schema.Where(one => !one.IsHidden).Select(one => $"'{one.Name}'"))}.");
    }
}
