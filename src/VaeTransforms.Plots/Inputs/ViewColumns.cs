using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Plots.Inputs;

/// <summary>Reads the columns of a view that pictures draw.</summary>
internal static class ViewColumns
{
    private const int MaxNames = 10;

    /// <summary>Reads a column of vectors.</summary>
    /// <param name="data">The view; it is read once.</param>
    /// <param name="name">The column.</param>
    /// <param name="maxRows">Reading stops after this many rows.</param>
    /// <returns>[n], each [D].</returns>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    public static float[][] Vectors(IDataView data, string name, int maxRows = int.MaxValue)
    {
        DataViewSchema.Column column = Find(data, name);
        DataViewType? item = (column.Type as VectorDataViewType)?.ItemType;
        if (item == NumberDataViewType.Single)
        {
            return [.. data.GetColumn<float[]>(column).Take(maxRows)];
        }

        return item == NumberDataViewType.Double
            ? [.. data.GetColumn<double[]>(column).Take(maxRows).Select(row => Array.ConvertAll(row, value => (float)value))]
            : throw new ArgumentException($"Column '{name}' must be a vector of Single or Double, but it is a {column.Type}.");
    }

    /// <summary>Reads a column of numbers.</summary>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    public static float[] Numbers(IDataView data, string name)
    {
        DataViewSchema.Column column = Find(data, name);
        return column.Type == NumberDataViewType.Single
            ? [.. data.GetColumn<float>(column)]
            : throw new ArgumentException($"Column '{name}' must be a Single, but it is a {column.Type}.");
    }

    /// <summary>Reads a Boolean column.</summary>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    public static bool[] Flags(IDataView data, string name)
    {
        DataViewSchema.Column column = Find(data, name);
        return column.Type == BooleanDataViewType.Instance
            ? [.. data.GetColumn<bool>(column)]
            : throw new ArgumentException(
                $"Column '{name}' must be a Boolean, true for anomalous rows, but it is a {column.Type}. "
                + "Convert it with a CustomMapping or Conversion.ConvertType.");
    }

    /// <summary>
    /// Reads a column of labels or clusters as text. A key gives its key values where they are text, otherwise its numbers.
    /// </summary>
    /// <exception cref="ArgumentException">The column is missing or a vector.</exception>
    public static string[] Labels(IDataView data, string name)
    {
        DataViewSchema.Column column = Find(data, name);
        return column.Type switch
        {
            KeyDataViewType key => Keys(data, column, key),
            TextDataViewType => [.. data.GetColumn<string>(column)],
            BooleanDataViewType => [.. data.GetColumn<bool>(column).Select(label => label ? "true" : "false")],
            NumberDataViewType number when number == NumberDataViewType.Single => Texts<float>(),
            NumberDataViewType number when number == NumberDataViewType.Int32 => Texts<int>(),
            NumberDataViewType number when number == NumberDataViewType.UInt32 => Texts<uint>(),
            _ => throw new ArgumentException(
                $"Column '{name}' must hold a label per row, as a key, text, Boolean, Single, Int32 or UInt32, "
                + $"but it is a {column.Type}."),
        };

        string[] Texts<T>()
            where T : IFormattable =>
            [.. data.GetColumn<T>(column).Select(label => label.ToString(null, CultureInfo.InvariantCulture))];
    }

    private static string[] Keys(IDataView data, DataViewSchema.Column column, KeyDataViewType key)
    {
        // GetColumn converts keys only to UInt32. Their values are counted from 1; 0 is missing.
        if (key.RawType != typeof(uint))
        {
            throw new ArgumentException($"Column '{column.Name}' must be a key of type UInt32, but it is a {column.Type}.");
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        DataViewType? values = column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type;
        if (values is VectorDataViewType { ItemType: TextDataViewType })
        {
            column.GetKeyValues(ref names);
        }

        string[] texts = [.. names.DenseValues().Select(name => name.ToString())];
        return [.. data.GetColumn<uint>(column).Select(value => value switch
        {
            0 => "missing",
            _ when value <= texts.Length => texts[value - 1],
            _ => value.ToString(CultureInfo.InvariantCulture),
        })];
    }

    private static DataViewSchema.Column Find(IDataView data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (data.Schema.GetColumnOrNull(name) is { IsHidden: false } column)
        {
            return column;
        }

        string[] present = [.. data.Schema.Where(one => !one.IsHidden).Select(one => $"'{one.Name}'")];
        string more = present.Length > MaxNames ? FormattableString.Invariant($" and {present.Length - MaxNames} more") : "";
        throw new ArgumentException(
            $"There is no column '{name}'. The view has {string.Join(", ", present.Take(MaxNames))}{more}.");
    }
}
