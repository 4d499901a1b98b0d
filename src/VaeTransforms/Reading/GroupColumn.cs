using System.Reflection;
using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>Reads the group of each row: rows with equal values are in one group.</summary>
internal sealed class GroupColumn : ISideColumn
{
    private static readonly MethodInfo Typed =
        typeof(GroupColumn).GetMethod(nameof(ReaderOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    // Exact values, not their hashes: two keys never share a group.
    private readonly Dictionary<object, int> _numbers = [];
    private readonly SideValues<int> _groups = new();

    /// <summary>Finds the column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it is not a scalar.</exception>
    public GroupColumn(DataViewSchema schema, string name)
    {
        Column = SideColumns.Find(schema, name, SideColumns.SamplingKey);
    }

    public DataViewSchema.Column Column { get; }

    /// <summary>The group of each row that is kept, numbered from 0 in the order in which groups come.</summary>
    public IReadOnlyList<int> Groups => _groups.All;

    /// <summary>Reads the value of the current row: equal for rows of one group.</summary>
    public static Func<object> Values(DataViewRow row, DataViewSchema.Column column) =>
        (Func<object>)Typed.MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;

    public Action Start(DataViewRow row)
    {
        Func<object> read = Values(row, Column);
        return () =>
        {
            object value = read();
            if (!_numbers.TryGetValue(value, out int group))
            {
                group = _numbers.Count;
                _numbers.Add(value, group);
            }

            _groups.Last = group;
        };
    }

    public void Store(int place) => _groups.Store(place);

    public void Select(int[] places) => _groups.Select(places);

    private static Func<object> ReaderOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);

            // Texts are equal by their characters, not by where these are.
            return value is ReadOnlyMemory<char> text ? text.ToString() : value!;
        };
    }
}
