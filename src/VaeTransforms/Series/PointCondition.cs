using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;

namespace VaeTransforms.Series;

/// <summary>The condition of each point, in the type of its column.</summary>
internal abstract class PointCondition : ISideColumn
{
    private PointCondition(DataViewSchema.Column column) => Column = column;

    public DataViewSchema.Column Column { get; }

    /// <summary>Finds the column.</summary>
    /// <param name="schema">Of the points. The column is there, and its type is that of a condition.</param>
    /// <param name="name">Its name.</param>
    public static PointCondition Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema[name];
        bool isVector = column.Type is VectorDataViewType;
        Type item = isVector ? ((VectorDataViewType)column.Type).ItemType.RawType : column.Type.RawType;
        Type kept = (isVector ? typeof(Vectors<>) : typeof(Scalars<>)).MakeGenericType(item);
        return (PointCondition)Activator.CreateInstance(kept, column)!;
    }

    /// <summary>The conditions that were kept, as a column.</summary>
    public abstract MemoryColumn ToMemory();

    /// <summary>Refuses a missing condition, and one that is not finite.</summary>
    /// <exception cref="ArgumentException">A point has such a condition.</exception>
    public void Check(long points, CancellationToken cancellation)
    {
        var view = new MemoryView(points, [ToMemory()]);
        var cells = new TableCells(view.Schema, [Column.Name], canMask: false);
        var sink = new GrowingRows<double>(cells.Width, points, long.MaxValue, sides: []);
        cells.Read(view, MissingValues.Refuse, sink, cancellation);
    }

    public abstract Action Start(DataViewRow row);

    public abstract void Store(int place);

    public abstract void Select(int[] places);

    private sealed class Scalars<T>(DataViewSchema.Column column) : PointCondition(column)
    {
        private readonly SideValues<T> _values = new();

        public override MemoryColumn ToMemory() =>
            new MemoryValues<T>(Column.Name, Column.Type, Column.Annotations, [.. _values.All]);

        public override Action Start(DataViewRow row)
        {
            ValueGetter<T> getter = row.GetGetter<T>(Column);
            T value = default!;
            return () =>
            {
                getter(ref value);

                // The getter may reuse the memory of a text.
                _values.Last = value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;
            };
        }

        public override void Store(int place) => _values.Store(place);

        public override void Select(int[] places) => _values.Select(places);
    }

    private sealed class Vectors<T>(DataViewSchema.Column column) : PointCondition(column)
    {
        private readonly SideValues<T[]> _values = new();

        public override MemoryColumn ToMemory() =>
            new MemoryVectors<T>(Column.Name, Column.Type, Column.Annotations, [.. _values.All]);

        public override Action Start(DataViewRow row)
        {
            ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(Column);
            VBuffer<T> value = default;
            return () =>
            {
                getter(ref value);
                _values.Last = [.. value.DenseValues()];
            };
        }

        public override void Store(int place) => _values.Store(place);

        public override void Select(int[] places) => _values.Select(places);
    }
}
