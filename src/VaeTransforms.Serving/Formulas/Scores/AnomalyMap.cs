using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Formulas;

/// <summary>
/// How odd each value of a row is: -ln of the share of values of held-out rows that are odder, in nats; higher is more anomalous.
/// </summary>
/// <param name="Shape">
/// The axes of a row without its condition: [channels, height, width] of a picture, anything else for a vector.
/// </param>
/// <remarks>
/// <para>
/// A slot of a vector is compared with the same slot of held-out rows: (error - mean) / deviation, where the error is
/// -ln p(x | z = mean). Then one curve for all slots tells how rare such a distance is.
/// </para>
/// <para>
/// A pixel is compared with all pixels of held-out pictures, by two views: its error, summed over channels, and the nats of its
/// neighborhood, averaged with a binomial kernel of 5×5 (Burt and Adelson 1983). Each view counts by -ln of the share of held-out
/// pixels above it, and the two are added (Fisher 1925). The first finds thin lines, the second what is a little odd in many
/// neighbors. Dividing by the spread of each place was worse on images: it is wide exactly where shapes differ.
/// </para>
/// <code>
/// errors [rows, pixels] ─ curve ─┬──────────────────┬─ add ─ curve ─ copy to channels [rows, D]
///                                └─ kernel ─ curve ─┘
/// </code>
/// </remarks>
internal sealed record AnomalyMap(TensorShape Shape) : IRowFormula
{
    /// <summary>Nats that an image shows as white: one held-out pixel in a thousand is odder.</summary>
    public const float White = 6.9077554f;

    private const string Centers = "map_centers";
    private const string Spreads = "map_spreads";
    private const int Kernel = 5;

    // What the curves learn from, one after the other.
    private const int Errors = 0;
    private const int Averages = 1;
    private const int Sums = 2;

    // 2,000 pictures of 1,000 pixels tell a share of 1 / 1000 within a few percent, in about a second.
    private const int MaxValues = 1 << 21;

    // A slot whose error hardly varies in held-out rows: its spread is at least this part of the mean spread.
    private const double MinSpread = 1e-3;

    private static readonly TailCurve Own = new("map_own");
    private static readonly TailCurve Near = new("map_near");
    private static readonly TailCurve Both = new("map_both");
    private static readonly double[] Binomial = [.. new double[] { 1, 4, 6, 4, 1 }.SelectMany(
        row => new double[] { 1, 4, 6, 4, 1 }.Select(column => row * column / 256))];

    private bool IsPicture => Shape.Sizes.Count == 3;

    private int Channels => IsPicture ? Shape.Sizes[0] : 1;

    private int Pixels => Shape.Width / Channels;

    /// <summary>The arrays that the map learns, in order.</summary>
    public IEnumerable<ScoreArray> Arrays => IsPicture
        ? [.. Own.Arrays, .. Near.Arrays, .. Both.Arrays]
        : [new ScoreArray(Centers, Pixels), new ScoreArray(Spreads, Pixels) { IsPositive = true }, .. Own.Arrays];

    /// <summary>Learns the values of <see cref="Arrays"/> from held-out rows.</summary>
    /// <param name="rows">The rows, and what the trained network computes from them.</param>
    public LearnedArrays Learn(IScoreRows rows)
    {
        long[] some = rows.Part(rows.LikeNew, Math.Max(1, MaxValues / Pixels));
        RowMatrix errors = rows.Compute(new Stage(this, Errors), LearnedArrays.None, some); // [some, pixels]
        HideMissing(errors, rows.Rows, some);
        if (!IsPicture)
        {
            SlotMoments[] slots = [.. Enumerable.Range(0, Pixels).Select(
                slot => SlotMoments.Of(Array.FindAll(errors.Column(slot, errors.Indices), error => !float.IsNaN(error))))];
            double floor = MinSpread * Math.Max(slots.Average(slot => slot.Spread), MinSpread);
            return new LearnedArrays(
            [
                new NamedTensor(Centers, [Pixels], [.. slots.Select(slot => (float)slot.Mean)]),
                new NamedTensor(Spreads, [Pixels], [.. slots.Select(slot => (float)Math.Max(slot.Spread, floor))]),
                .. Learned(Own, [.. errors.Values.Select((error, i) => slots[i % Pixels].DistanceOfKnown(error, floor))]),
            ]);
        }

        var arrays = new LearnedArrays(Learned(Own, errors.Values));
        arrays = arrays.With(Learned(Near, rows.Compute(new Stage(this, Averages), arrays, some).Values));
        return arrays.With(Learned(Both, rows.Compute(new Stage(this, Sums), arrays, some).Values));
    }

    public int MaxWidth(LearnedArrays arrays) => Pixels * arrays.All.Max(array => array.Shape[0] == Pixels ? 1 : array.Shape[0]);

    public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => IsPicture
        ? ops.Tile(Nats(ops, row, Both, Sum(ops, row)), Channels) // [rows, D]
        : Nats(ops, row, Own, ops.Divide(ops.Subtract(Error(ops, row), row.Learned(Centers)), row.Learned(Spreads)));

    /// <summary>The reconstruction error of each slot or pixel, nats, [rows, pixels]; a condition has none.</summary>
    private T Error<T>(IScoreOps<T> ops, IScoreInputs<T> row) => Enumerable.Range(0, Channels)
        .Select(channel => ops.Columns(row.SlotErrors, channel * Pixels, Pixels))
        .Aggregate(ops.Add);

    /// <summary>The mean nats around each pixel, [rows, pixels]; around the picture there are none.</summary>
    private T Average<T>(IScoreOps<T> ops, IScoreInputs<T> row)
    {
        var shape = ConvolutionShape.Of(new TensorShape(1, Shape.Sizes[1], Shape.Sizes[2]), channels: 1, Kernel, stride: 1);
        return ops.Convolve(Nats(ops, row, Own, Error(ops, row)), ops.Matrix(Binomial, Binomial.Length), ops.Vector(0), shape);
    }

    /// <summary>Both views together, [rows, pixels].</summary>
    private T Sum<T>(IScoreOps<T> ops, IScoreInputs<T> row) =>
        ops.Add(Nats(ops, row, Own, Error(ops, row)), Nats(ops, row, Near, Average(ops, row)));

    /// <summary>A curve of each value, [rows, pixels].</summary>
    private T Nats<T>(IScoreOps<T> ops, IScoreInputs<T> row, TailCurve curve, T values) =>
        ops.Reshape(curve.Nats(ops, row.Arrays, ops.Reshape(values, 1)), Pixels);

    private static NamedTensor[] Learned(TailCurve curve, float[] values)
    {
        float[] present = Array.FindAll(values, value => !float.IsNaN(value));
        Array.Sort(present); // What is sorted already is sorted fast for each of the curve's quantiles.
        return curve.Learn(present.Length > 0 ? present : [0]);
    }

    /// <summary>A value that is missing has no error.</summary>
    private void HideMissing(RowMatrix errors, RowMatrix rows, long[] indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<float> values = rows.Row(indices[i])[..Shape.Width];
            for (int slot = 0; slot < values.Length; slot++)
            {
                if (float.IsNaN(values[slot]))
                {
                    errors.Row(i)[slot % errors.Width] = float.NaN;
                }
            }
        }
    }

    /// <summary>What a curve learns from, [rows, pixels].</summary>
    private sealed record Stage(AnomalyMap Map, int Kind) : IRowFormula
    {
        public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => Kind switch
        {
            Errors => Map.Error(ops, row),
            Averages => Map.Average(ops, row),
            _ => Map.Sum(ops, row),
        };

        public int MaxWidth(LearnedArrays arrays) => Kind == Errors ? 1 : Map.MaxWidth(arrays);
    }

    /// <summary>Errors of a slot in held-out rows.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Mean">Their mean, nats.</param>
    /// <param name="Squares">The sum of squared differences from it.</param>
    private readonly record struct SlotMoments(int Count, double Mean, double Squares)
    {
        public double Spread => Count == 0 ? 1 : Math.Sqrt(Squares / Count);

        public static SlotMoments Of(float[] errors)
        {
            double mean = errors.Length == 0 ? 0 : errors.Average();
            return new SlotMoments(errors.Length, mean, errors.Sum(error => (error - mean) * (error - mean)));
        }

        /// <summary>The distance of one of these errors from the others, as if it were new; NaN for NaN.</summary>
        public float DistanceOfKnown(float error, double floor)
        {
            double difference = error - Mean;
            if (Count < 2)
            {
                return (float)(difference / floor);
            }

            double others = Count - 1.0;
            double squares = Math.Max(0, Squares - (difference * difference * Count / others));
            return (float)(difference * Count / others / Math.Max(Math.Sqrt(squares / others), floor));
        }
    }
}
