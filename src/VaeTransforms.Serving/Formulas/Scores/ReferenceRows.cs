using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Formulas;

/// <summary>
/// Known rows as points of a space, and the mean distance of a row to the nearest of them: what scores by neighbors are made of.
/// The value of the formula itself is the row as a point, [rows, width].
/// </summary>
/// <param name="Space">Where distances are measured.</param>
internal sealed record ReferenceRows(NeighborSpace Space) : IRowFormula
{
    /// <summary>The largest number of rows that a model can keep.</summary>
    public const int MaxRows = 8192;

    // What points may hold together: 128 kB in a model file and some 10 µs a row. Narrow rows get many references, wide ones
    // few, which on forty tables cost less than a tenth of a point of AUC.
    private const int MaxValues = 32_768;

    // Fewer do not show where rows lie, however wide these are.
    private const int MinRows = 256;

    // Residuals below a thousandth of the noise are rounding. A floor of the noise itself would cost 0.2 points of AUC on sixty
    // tables, and 12 on wide sparse rows.
    private const double MinResidual = 1e-3;

    private const string PointsName = "references";
    private const string CenterName = "center";
    private const string ScaleName = "scale";

    /// <summary>Distinguishes the arrays of two sets of references that one score learns. Default: none is needed.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>How many rows are kept at most. Default: null, as many as the budget of values allows.</summary>
    public int? Limit { get; init; }

    /// <summary>The name of the points, [rows, width].</summary>
    public string Points => Prefix + PointsName;

    private string Center => Prefix + CenterName;

    private string Scale => Prefix + ScaleName;

    /// <summary>
    /// What rounding may make of a distance of 0, in units of √width. A second pass through a network in another batch rounds
    /// more than a division does, and missing values are replaced by what the network gives.
    /// </summary>
    private double SameValue(VaeArchitecture network) => Space == NeighborSpace.Input && !network.HasMask ? 1e-6 : 1e-4;

    /// <summary>The arrays that a score by neighbors learns.</summary>
    /// <param name="architecture">The network.</param>
    public IEnumerable<ScoreArray> Arrays(VaeArchitecture architecture)
    {
        int inputs = architecture.ScoredSlots;
        var scale = new ScoreArray(Scale, inputs) { IsPositive = true };
        var points = new ScoreArray(Points, ScoreArray.AnyRows, Width(architecture)) { MinRows = 2, MaxRows = MaxRows };
        return Space == NeighborSpace.Input ? [new ScoreArray(Center, inputs), scale, points] : [scale, points];
    }

    /// <summary>Learns the arrays.</summary>
    /// <remarks>
    /// All rows can become references, since a row is not its own neighbor. Where held-out rows are apart, only the others can:
    /// held-out rows and new ones then meet the same distances.
    /// </remarks>
    public LearnedArrays Learn(IScoreRows rows)
    {
        LearnedArrays units = Space == NeighborSpace.Input ? Ranges(rows) : Residuals(rows);
        int max = Limit ?? Math.Clamp(MaxValues / Width(rows.Model.Architecture), MinRows, MaxRows);
        RowMatrix points = rows.Compute(this, units, rows.Part(rows.HeldOutIsApart ? rows.NotHeldOut : rows.All, max));
        return units.With(new NamedTensor(Points, [points.Rows, points.Width], points.Values));
    }

    /// <summary>The number of neighbors that are used: no more than there are beside the row itself.</summary>
    /// <param name="arrays">What was learned.</param>
    /// <param name="count">The number that the score is defined with.</param>
    public int Count(LearnedArrays arrays, int count) => Math.Clamp(count, 1, Math.Max(1, arrays[Points].Shape[0] - 1));

    /// <summary>The largest number of values that a row becomes.</summary>
    /// <param name="arrays">What was learned.</param>
    /// <param name="count">How many neighbors are used.</param>
    public int MaxWidth(LearnedArrays arrays, int count) =>
        Math.Max(arrays[Points].Shape[0], (1 + Count(arrays, count)) * arrays[Points].Shape[1]);

    /// <inheritdoc/>
    public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row)
    {
        if (Space == NeighborSpace.Input)
        {
            T values = ops.Columns(row.Features, 0, row.Model.Architecture.ScoredSlots);
            return row.Bounded(ops.Divide(ops.Subtract(values, row.Learned(Center)), row.Learned(Scale)));
        }

        return ops.Concat(row.Mean, row.Bounded(ops.Divide(Residual(ops, row), row.Learned(Scale))));
    }

    /// <summary>
    /// The mean distance to the nearest references, 0 if it may be rounding. A row that is a reference itself is not its own
    /// neighbor.
    /// </summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="row">The rows.</param>
    /// <param name="count">How many neighbors the mean is over.</param>
    /// <returns>[rows, 1].</returns>
    public T MeanDistance<T>(IScoreOps<T> ops, IScoreInputs<T> row, int count)
    {
        NamedTensor references = row.Arrays[Points];
        double samePoint = SameValue(row.Model.Architecture) * Math.Sqrt(references.Shape[1]);
        int used = Count(row.Arrays, count);

        // One more than needed: the row itself is excluded where it is a reference, otherwise the farthest is.
        T distances = ops.NearestDistances(Value(ops, row), row.Learned(Points), used + 1);
        T nearest = ops.Columns(distances, 0, 1);
        T excluded = ops.WhereLess(nearest, ops.Number(samePoint), nearest, ops.Columns(distances, used, 1));
        T mean = ops.Divide(ops.Subtract(ops.RowSum(distances), excluded), ops.Number(used));
        return ops.WhereLess(mean, ops.Number(samePoint), ops.Multiply(mean, ops.Number(0)), mean);
    }

    private static T Residual<T>(IScoreOps<T> ops, IScoreInputs<T> row)
    {
        int slots = row.Model.Architecture.ScoredSlots;
        T residual = ops.Subtract(ops.Columns(row.Features, 0, slots), ops.Columns(row.Reconstruction, 0, slots));
        return ops.Divide(residual, ops.Vector(row.Model.NoiseScale()[..slots]));
    }

    private int Width(VaeArchitecture architecture) =>
        architecture.ScoredSlots + (Space == NeighborSpace.Input ? 0 : architecture.LatentDimension);

    private LearnedArrays Ranges(IScoreRows rows)
    {
        SlotRanges ranges = SlotRanges.Of(rows.Rows, rows.All);
        int slots = rows.Model.Architecture.ScoredSlots;
        return new LearnedArrays(
            new NamedTensor(Center, [slots], ranges.Center[..slots]),
            new NamedTensor(Scale, [slots], ranges.Length[..slots]));
    }

    /// <summary>
    /// The root mean square of held-out residuals in units of the noise, [D]. The noise was fitted to rows that the network
    /// knows; residuals of rows that it does not know are larger, and more so in some slots than in others.
    /// </summary>
    private LearnedArrays Residuals(IScoreRows rows)
    {
        long[] heldOut = rows.LikeNew;
        RowMatrix residuals = rows.Compute(new ResidualFormula(), LearnedArrays.None, heldOut);
        var squares = new double[residuals.Width];
        var counts = new int[residuals.Width];
        for (int i = 0; i < residuals.Rows; i++)
        {
            ReadOnlySpan<float> row = rows.Rows.Row(heldOut[i]);
            ReadOnlySpan<float> residual = residuals.Row(i);
            for (int slot = 0; slot < squares.Length; slot++)
            {
                if (!float.IsNaN(row[slot]))
                {
                    squares[slot] += (double)residual[slot] * residual[slot];
                    counts[slot]++;
                }
            }
        }

        return new LearnedArrays(new NamedTensor(Scale, [squares.Length], [.. squares.Select((sum, slot) =>
            counts[slot] == 0 ? 1 : (float)Math.Max(Math.Sqrt(sum / counts[slot]), MinResidual))]));
    }

    /// <summary>Residuals in units of the noise, [rows, D].</summary>
    private sealed record ResidualFormula : IRowFormula
    {
        public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => row.Bounded(Residual(ops, row));
    }
}
