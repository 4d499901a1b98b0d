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
    /// <summary>The largest number of rows that a model keeps.</summary>
    public const int MaxRows = 2000;

    /// <summary>The name of the points, [rows, width].</summary>
    public const string Points = "references";

    private const string Center = "center";
    private const string Scale = "scale";

    /// <summary>
    /// What rounding may make of a distance of 0, in units of √width. A second pass through a network in another batch rounds
    /// more than a division does, and missing values are replaced by what the network gives.
    /// </summary>
    private double SameValue(VaeArchitecture network) => Space == NeighborSpace.Input && !network.HasMask ? 1e-6 : 1e-4;

    /// <summary>The arrays that a score by neighbors learns.</summary>
    /// <param name="architecture">The network.</param>
    public IEnumerable<ScoreArray> Arrays(VaeArchitecture architecture)
    {
        int inputs = architecture.InputSize;
        int width = Space == NeighborSpace.Input ? inputs : architecture.LatentDimension + inputs;
        var points = new ScoreArray(Points, ScoreArray.AnyRows, width) { MinRows = 2, MaxRows = MaxRows };
        return Space == NeighborSpace.Input
            ? [new ScoreArray(Center, inputs), new ScoreArray(Scale, inputs) { IsPositive = true }, points]
            : [points];
    }

    /// <summary>The rows that become references: at most <see cref="MaxRows"/>.</summary>
    /// <remarks>
    /// In the input's space all rows can, since a row is not its own neighbor. Residuals of rows trained on are smaller than
    /// those of others, so in the other space only those can: held-out rows and new ones then meet the same distances. The same
    /// holds in both spaces where held-out rows are apart.
    /// </remarks>
    public long[] Kept(IScoreRows rows) =>
        rows.Part(Space == NeighborSpace.Input && !rows.HeldOutIsApart ? rows.All : rows.NotHeldOut, MaxRows);

    /// <summary>Learns the arrays.</summary>
    public LearnedArrays Learn(IScoreRows rows)
    {
        LearnedArrays ranges = Space == NeighborSpace.Input ? Ranges(SlotRanges.Of(rows.Rows, rows.All)) : LearnedArrays.None;
        RowMatrix points = rows.Compute(this, ranges, Kept(rows));
        return ranges.With(new NamedTensor(Points, [points.Rows, points.Width], points.Values));
    }

    /// <summary>The number of neighbors that are used: no more than there are beside the row itself.</summary>
    /// <param name="arrays">What was learned.</param>
    /// <param name="count">The number that the score is defined with.</param>
    public static int Count(LearnedArrays arrays, int count) => Math.Clamp(count, 1, Math.Max(1, arrays[Points].Shape[0] - 1));

    /// <summary>The largest number of values that a row becomes.</summary>
    /// <param name="arrays">What was learned.</param>
    /// <param name="count">How many neighbors are used.</param>
    public static int MaxWidth(LearnedArrays arrays, int count) =>
        Math.Max(arrays[Points].Shape[0], (1 + Count(arrays, count)) * arrays[Points].Shape[1]);

    /// <inheritdoc/>
    public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row)
    {
        if (Space == NeighborSpace.Input)
        {
            return row.Bounded(ops.Divide(ops.Subtract(row.Features, row.Learned(Center)), row.Learned(Scale)));
        }

        T noise = ops.Vector(row.Model.NoiseScale());
        return ops.Concat(row.Mean, row.Bounded(ops.Divide(ops.Subtract(row.Features, row.Reconstruction), noise)));
    }

    /// <summary>Mean distances to the nearest references. A row that is a reference itself is not its own neighbor.</summary>
    /// <param name="ops">What computes them.</param>
    /// <param name="row">The rows.</param>
    /// <param name="counts">How many neighbors each mean is over, increasing. One search serves them all.</param>
    /// <returns>[rows, 1] each.</returns>
    public T[] MeanDistances<T>(IScoreOps<T> ops, IScoreInputs<T> row, params int[] counts)
    {
        NamedTensor references = row.Arrays[Points];
        double samePoint = SameValue(row.Model.Architecture) * Math.Sqrt(references.Shape[1]);

        // One more than needed: the row itself is excluded where it is a reference, otherwise the farthest is.
        T distances = ops.NearestDistances(Value(ops, row), row.Learned(Points), Count(row.Arrays, counts[^1]) + 1);
        T nearest = ops.Columns(distances, 0, 1);
        return [.. counts.Select(count => Count(row.Arrays, count)).Select(count =>
        {
            T farthest = ops.Columns(distances, count, 1);
            T excluded = ops.WhereLess(nearest, ops.Number(samePoint), nearest, farthest);
            T sum = ops.RowSum(ops.Columns(distances, 0, count + 1));
            return ops.Divide(ops.Subtract(sum, excluded), ops.Number(count));
        })];
    }

    private static LearnedArrays Ranges(SlotRanges ranges) => new(
        new NamedTensor(Center, [ranges.Center.Length], ranges.Center),
        new NamedTensor(Scale, [ranges.Length.Length], ranges.Length));
}
