using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>Where the rows of a view go as they are read, one after another.</summary>
/// <typeparam name="T">Single for slots, Double for the cells of a table.</typeparam>
/// <param name="width">Values in a row.</param>
/// <param name="sides">Columns that are read in the same pass.</param>
internal abstract class RowSink<T>(int width, IReadOnlyList<ISideColumn> sides)
    where T : unmanaged
{
    private Action[] _readSides = [];

    /// <summary>Rows that came.</summary>
    public long Seen { get; private set; }

    /// <summary>Whether the next row can be taken.</summary>
    public abstract bool HasRoom { get; }

    /// <summary>The number of rows that are kept.</summary>
    public abstract int Rows { get; }

    /// <summary>The rows that are kept, row-major; longer than they are while rows come.</summary>
    public abstract T[] Values { get; }

    /// <summary>The columns to read besides the features.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => sides.Select(side => side.Column).Concat(KeyColumns);

    protected int Width => width;

    protected IReadOnlyList<ISideColumn> Sides => sides;

    protected virtual IEnumerable<DataViewSchema.Column> KeyColumns => [];

    /// <summary>Begins to read a view.</summary>
    /// <param name="cursor">All <see cref="Columns"/> are active.</param>
    public virtual void Begin(DataViewRowCursor cursor) => _readSides = [.. sides.Select(side => side.Start(cursor))];

    /// <summary>Where to write the current row, [width]. <see cref="HasRoom"/> is true.</summary>
    public abstract Span<T> Next();

    /// <summary>Takes the row that was written.</summary>
    public void Take()
    {
        Seen++;
        Array.ForEach(_readSides, read => read());
        if (Place() is { } place)
        {
            foreach (ISideColumn side in sides)
            {
                side.Store(place);
            }
        }
    }

    /// <summary>Where the row that was written is kept; null if it is not.</summary>
    protected abstract int? Place();
}
