using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract;

/// <summary>The visible numeric columns of a view: [row][value] by name.</summary>
internal static class Table
{
    public static Dictionary<string, float[][]> Read(IDataView view)
    {
        DataViewSchema.Column[] columns = [.. view.Schema.Where(column => !column.IsHidden && IsRead(column.Type))];
        using DataViewRowCursor cursor = view.GetRowCursor(columns);
        (string Name, Func<float[]> Read)[] readers = [.. columns.Select(column => (column.Name, Reader(cursor, column)))];
        var rows = readers.ToDictionary(reader => reader.Name, _ => new List<float[]>());
        while (cursor.MoveNext())
        {
            foreach ((string name, Func<float[]> read) in readers)
            {
                rows[name].Add(read());
            }
        }

        return rows.ToDictionary(column => column.Key, column => column.Value.ToArray());
    }

    /// <summary>Asserts the same names, and values with a difference of at most the tolerance, relative above 1.</summary>
    public static void AssertNear(
        Dictionary<string, float[][]> expected, Dictionary<string, float[][]> actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (string name in expected.Keys)
        {
            Assert.Equal(expected[name].Length, actual[name].Length);
            for (int i = 0; i < expected[name].Length; i++)
            {
                AssertNear(expected[name][i], actual[name][i], $"row {i} of {name}", tolerance);
            }
        }
    }

    public static void AssertNear(float[] expected, float[] actual, string where, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int j = 0; j < expected.Length; j++)
        {
            bool near = float.IsNaN(expected[j])
                ? float.IsNaN(actual[j])
                : Math.Abs(expected[j] - actual[j]) <= tolerance * Math.Max(1, Math.Abs(expected[j]));
            Assert.True(near, $"{expected[j]} and {actual[j]} at place {j} in {where}");
        }
    }

    private static bool IsRead(DataViewType type) =>
        type is VectorDataViewType vector
            ? vector.ItemType.RawType == typeof(float)
            : type.RawType == typeof(float) || type.RawType == typeof(bool) || type.RawType == typeof(uint);

    private static Func<float[]> Reader(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<float>> vector = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> values = default;
            return () =>
            {
                vector(ref values);
                return [.. values.DenseValues()];
            };
        }

        return column.Type.RawType == typeof(float) ? Scalar<float>(value => value)
            : column.Type.RawType == typeof(bool) ? Scalar<bool>(value => value ? 1 : 0)
            : Scalar<uint>(value => value);

        Func<float[]> Scalar<T>(Func<T, float> convert)
            where T : struct
        {
            ValueGetter<T> scalar = cursor.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                scalar(ref value);
                return [convert(value)];
            };
        }
    }
}
