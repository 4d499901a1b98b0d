using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.ML;

namespace VaeTransforms.Reading;

/// <summary>
/// A random part of the rows of a view: the training rows, and the held-out rows, with the smallest numbers of
/// <see cref="RowKeys"/>. All rows are counted.
/// </summary>
/// <param name="width">Values in a row.</param>
/// <param name="maxRows">Training rows to keep, and held-out rows.</param>
/// <param name="pass">What else is read.</param>
/// <param name="ofTraining">Gets each training row; null for nobody.</param>
internal sealed class RowSample<T>(int width, int maxRows, SamplePass pass, RowSample<T>.RowVisitor? ofTraining)
    : RowSink<T>(width, pass.Sides)
    where T : unmanaged
{
    private static readonly IComparer<ulong> LargestFirst = Comparer<ulong>.Create((a, b) => b.CompareTo(a));

    private readonly PriorityQueue<int, ulong> _training = new(LargestFirst);
    private readonly PriorityQueue<int, ulong> _heldOut = new(LargestFirst);
    private readonly List<(long Position, bool IsHeldOut)> _rows = [];
    private readonly T[] _row = new T[width];
    private Func<(ulong Number, bool IsHeldOut)> _next = null!;

    // All at once: memory that no row is written to takes none of the machine's, and an array that grows is there twice.
    private readonly T[] _values = GC.AllocateUninitializedArray<T>(
        (int)Math.Min(Array.MaxLength, 2L * maxRows * width));
    private double _weight;

    /// <summary>Takes a row.</summary>
    public delegate void RowVisitor(ReadOnlySpan<T> row);

    public override bool HasRoom => true;

    public override int Rows => _rows.Count;

    public override T[] Values => _values;

    /// <summary>All training rows that came.</summary>
    public long TrainingRows { get; private set; }

    /// <summary>Their mean weight; 1 without weights.</summary>
    public double MeanWeight => pass.Weights is null ? 1 : _weight / TrainingRows;

    /// <summary>The training rows that have a label.</summary>
    public long LabeledRows { get; private set; }

    /// <summary>The sum of the hashes of all rows, so in any order.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>The rows that are kept: their places in the view, and whether they are held out.</summary>
    public IReadOnlyList<(long Position, bool IsHeldOut)> Kept => _rows;

    protected override IEnumerable<DataViewSchema.Column> KeyColumns => pass.Keys.Columns;

    public override void Begin(DataViewRowCursor cursor)
    {
        base.Begin(cursor);
        _next = pass.Keys.Start(cursor);
    }

    public override Span<T> Next() => _row;

    /// <summary>Keeps fewer rows.</summary>
    /// <param name="fewerRows">Training rows to keep, and held-out rows.</param>
    public void Shrink(int fewerRows)
    {
        HashSet<int> dropped = [];
        foreach (PriorityQueue<int, ulong> queue in new[] { _training, _heldOut })
        {
            while (queue.Count > fewerRows)
            {
                dropped.Add(queue.Dequeue());
            }
        }

        int[] places = [.. Enumerable.Range(0, Rows).Where(place => !dropped.Contains(place))];
        for (int i = 0; i < places.Length; i++)
        {
            _values.AsSpan(places[i] * Width, Width).CopyTo(_values.AsSpan(i * Width, Width));
            _rows[i] = _rows[places[i]];
        }

        _rows.RemoveRange(places.Length, Rows - places.Length);
        foreach (ISideColumn side in Sides)
        {
            side.Select(places);
        }
    }

    /// <summary>The rows that are kept.</summary>
    public T[] ToValues() => _values.Length == Rows * Width ? _values : _values[..(Rows * Width)];

    protected override int? Place()
    {
        (ulong number, bool isHeldOut) = _next();
        Fingerprint += XxHash3.HashToUInt64(MemoryMarshal.AsBytes(_row.AsSpan()));
        if (!isHeldOut)
        {
            TrainingRows++;
            _weight += pass.Weights?.Last ?? 1;
            LabeledRows += pass.Labels?.Last > 0 ? 1 : 0;
            ofTraining?.Invoke(_row);
        }

        if (PlaceOf(number, isHeldOut ? _heldOut : _training) is not { } place)
        {
            return null;
        }

        _row.CopyTo(_values.AsSpan(place * Width, Width));
        (long, bool) row = (Seen - 1, isHeldOut);
        if (place == _rows.Count)
        {
            _rows.Add(row);
        }
        else
        {
            _rows[place] = row;
        }

        return place;
    }

    private int? PlaceOf(ulong number, PriorityQueue<int, ulong> queue)
    {
        if (queue.Count < maxRows)
        {
            int place = _rows.Count;
            queue.Enqueue(place, number);
            return place;
        }

        queue.TryPeek(out int largest, out ulong limit);
        if (number >= limit)
        {
            return null;
        }

        queue.DequeueEnqueue(largest, number);
        return largest;
    }
}
