using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Pipeline;

namespace VaeTransforms.Tests.Reading.Streams;

/// <summary>A view that makes its rows as it is read, with the number of each row in its values.</summary>
/// <param name="count">Rows; may change from pass to pass.</param>
/// <param name="change">What changes in a pass, from 0; null for nothing.</param>
internal sealed class NumberedRows(Func<int, int> count, Func<int, int, float>? change = null)
{
    private readonly List<CountingView> _views = [];
    private int _passes;

    /// <summary>How often the view was read.</summary>
    public int Passes => _passes;

    /// <summary>How many cursors are open.</summary>
    public int Open => _views.Sum(view => view.OpenCursors);

    /// <summary>The same rows, from the first pass on.</summary>
    public NumberedRows Restarted() => new(count, change);

    public IDataView View(MLContext ml)
    {
        _views.Add(new CountingView(ml.Data.LoadFromEnumerable(Rows())));
        return _views[^1];
    }

    private IEnumerable<Row> Rows()
    {
        int pass = _passes++;
        for (int i = 0; i < count(pass); i++)
        {
            float changed = change?.Invoke(pass, i) ?? 0;
            yield return new Row
            {
                Features = [i, MathF.Sin(i * 0.37f), MathF.Cos(i * 0.37f) + changed],
                Weight = 1 + (i % 3),
                Group = i / 10,
                Color = i % 3 == 0 ? "red" : "blue",
                Label = i % 2 == 0,
                Kind = (uint)(i % 3),
            };
        }
    }

    internal sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Weight { get; set; }

        public int Group { get; set; }

        public string Color { get; set; } = "";

        public bool Label { get; set; }

        [KeyType(2)]
        public uint Kind { get; set; }
    }
}
