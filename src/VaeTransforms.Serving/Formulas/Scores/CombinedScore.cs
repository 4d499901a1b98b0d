using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// The larger of two views of a row. Near: 4/5 of the distance to its 5 nearest rows and 1/5 of the negative ELBO. Wide: the
    /// distance to the nearest tenth of all rows (at least 20), less a quarter. Each is a logarithm, minus its lower quartile
    /// among normal rows, in units of the interquartile range, so the sum has no unit. The default.
    /// </summary>
    /// <remarks>
    /// The near view finds subtle anomalies where the rows trained on are clean. Where they contain anomalies, it misses those
    /// that come in clusters, because they are each other's nearest rows. The wide view does not miss them as long as a cluster
    /// is smaller than a tenth of the rows, and quartiles do not move as long as fewer than a quarter of the rows are anomalous.
    /// With the larger of the two you need not decide which case you have. Distances are those of
    /// <see cref="NeighborSpace.Input"/> to at most 2,000 of the rows; a row is not its own neighbor. Costs 2,000 D
    /// multiplications per row in addition to the network.
    /// </remarks>
    public static AnomalyScore Combined { get; } = new CombinedScore();
}

/// <summary>
/// max(4/5 near + 1/5 elbo, wide - 1/4), where near, wide and elbo are positions (ln v - lower quartile) / interquartile range of
/// two mean distances and of the negative ELBO above its minimum.
/// </summary>
internal sealed record CombinedScore : AnomalyScore
{
    private const int NearCount = 5;

    // The wide view uses the nearest tenth of the references, so a cluster of anomalies hides only if it is a tenth of all rows.
    // Of few rows it uses more, because a tenth would be a handful.
    private const int WideShare = 10;
    private const int MinWideCount = 20;

    private const double ElboWeight = 0.2;

    // In interquartile ranges. The wide view is for what the near view cannot see; as an equal it would add its noise to every
    // score.
    private const double WideHandicap = 0.25;

    // Added before logarithms, because rows may coincide: in units of a feature's range, and in nats.
    private const double MinDistance = 1e-6;
    private const double MinElbo = 1e-3;

    // Quartiles of fewer held-out rows are mostly chance.
    private const int MinHeldOut = 20;

    // Logarithms of distances that differ by less than a hundredth count as equal.
    private const double MinRange = 0.01;

    // In interquartile ranges above the lower quartile: beyond nine tenths of a normal distribution.
    private const double FarOut = 1;

    private const string LowerQuartile = "lower_quartile";
    private const string InterquartileRange = "interquartile_range";

    // The places of the three parts in those two arrays.
    private const int Near = 0;
    private const int Wide = 1;
    private const int Elbo = 2;
    private const int Parts = 3;

    private static readonly ReferenceRows References = new(NeighborSpace.Input);
    private static readonly ArrayOps Doubles = new();

    internal override bool HasLeaveOneOut => true;

    internal override IEnumerable<ScoreArray> Arrays(VaeArchitecture architecture) =>
    [
        .. References.Arrays(architecture),
        new ScoreArray(LowerQuartile, Parts),
        new ScoreArray(InterquartileRange, Parts) { IsPositive = true },
    ];

    internal override int MaxWidth(LearnedArrays arrays) => ReferenceRows.MaxWidth(arrays, WideCount(arrays));

    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row)
    {
        T[] distances = Distances(ops, row);
        T elbo = LogElbo(ops, row.Model, row.NegativeElbo);
        return Combine(ops, row.Learned, LogDistance(ops, distances[Near]), LogDistance(ops, distances[Wide]), elbo);
    }

    internal override ScoreLearning Learn(IScoreRows rows)
    {
        LearnedArrays arrays = References.Learn(rows);
        long[] normal = rows.HeldOut.Length < MinHeldOut ? rows.NotHeldOut : rows.HeldOut;
        long[] measured = rows.HeldOutIsApart ? rows.Part(normal, ReferenceRows.MaxRows) : References.Kept(rows);
        (ArrayValue near, ArrayValue wide) = LogDistances(rows, arrays, measured);
        ArrayValue elbo = LogElbo(Doubles, rows.Model, new ArrayValue(NegativeElbos(rows, normal), 1));
        (float Lower, float Range)[] quartiles = [Quartiles(near), Quartiles(wide), Quartiles(elbo)];
        arrays = arrays.With(
            new NamedTensor(LowerQuartile, [Parts], [.. quartiles.Select(part => part.Lower)]),
            new NamedTensor(InterquartileRange, [Parts], [.. quartiles.Select(part => part.Range)]));

        ArrayValue nearPositions = Position(Doubles, arrays.Value, near, Near);
        int masked = Position(Doubles, arrays.Value, wide, Wide).Values.Zip(nearPositions.Values)
            .Count(row => row.First > FarOut && row.First - row.Second > 1);
        return new ScoreLearning(arrays, new AnomalyScoreReport
        {
            Score = this,
            References = arrays[ReferenceRows.Points].Shape[0],
            NearNeighbors = ReferenceRows.Count(arrays, NearCount),
            WideNeighbors = WideCount(arrays),
            MaskedShare = (double)masked / near.Rows,
        });
    }

    /// <remarks>
    /// A row is not its own neighbor, so its distances are those of a new row. Its negative ELBO is not: the network was trained
    /// on most rows and gives them a lower one than it would give them as new rows, most of all those far from the others. So a
    /// row trained on is given the negative ELBO of the held-out row at the same place in the order of near distances.
    /// </remarks>
    internal override float[] LeaveOneOut(IScoreRows rows, LearnedArrays arrays, long[] scored)
    {
        (ArrayValue near, ArrayValue wide) = LogDistances(rows, arrays, scored);
        var elbos = new ArrayValue(ElbosAsIfNew(rows, scored, near.Values), 1);
        ArrayValue scores = Combine(Doubles, arrays.Value, near, wide, LogElbo(Doubles, rows.Model, elbos));
        return Array.ConvertAll(scores.Values, score => (float)score);
    }

    private static int WideCount(LearnedArrays arrays) =>
        ReferenceRows.Count(arrays, Math.Max(MinWideCount, arrays[ReferenceRows.Points].Shape[0] / WideShare));

    private static T[] Distances<T>(IScoreOps<T> ops, IScoreInputs<T> row) =>
        References.MeanDistances(ops, row, NearCount, Math.Max(NearCount, WideCount(row.Arrays)));

    private static T LogDistance<T>(IScoreOps<T> ops, T distance) => ops.Log(ops.Add(distance, ops.Number(MinDistance)));

    /// <summary>ln of the negative ELBO above its minimum.</summary>
    private static T LogElbo<T>(IScoreOps<T> ops, TrainedVae model, T negativeElbo) => ops.Log(ops.Add(
        ops.Relu(ops.Subtract(negativeElbo, ops.Number(model.MinReconstructionError()))), ops.Number(MinElbo)));

    private static T Combine<T>(IScoreOps<T> ops, Func<string, T> learned, T near, T wide, T elbo)
    {
        T nearPart = ops.Multiply(ops.Number(1 - ElboWeight), Position(ops, learned, near, Near)); // [rows, 1], as all others
        T elboPart = ops.Multiply(ops.Number(ElboWeight), Position(ops, learned, elbo, Elbo));
        return ops.Max(ops.Add(nearPart, elboPart), ops.Subtract(Position(ops, learned, wide, Wide), ops.Number(WideHandicap)));
    }

    /// <summary>Where a logarithm lies among those of normal rows.</summary>
    private static T Position<T>(IScoreOps<T> ops, Func<string, T> learned, T logarithm, int part) => ops.Divide(
        ops.Subtract(logarithm, ops.Columns(learned(LowerQuartile), part, 1)), ops.Columns(learned(InterquartileRange), part, 1));

    private static (ArrayValue Near, ArrayValue Wide) LogDistances(IScoreRows rows, LearnedArrays arrays, long[] indices)
    {
        RowMatrix computed = rows.Compute(new DistancesFormula(), arrays, indices); // [rows, 2]
        ArrayValue logarithms = LogDistance(Doubles, ArrayValue.Of(computed.Values, [computed.Width]));
        return (Doubles.Columns(logarithms, Near, 1), Doubles.Columns(logarithms, Wide, 1));
    }

    /// <summary>Negative ELBOs, finite: one that overflows is the largest number.</summary>
    private static double[] NegativeElbos(IScoreRows rows, long[] indices) => Array.ConvertAll(
        rows.Compute(NegativeElbo, LearnedArrays.None, indices).Values,
        value => float.IsNaN(value) ? float.MaxValue : Math.Min(value, (double)float.MaxValue));

    private static double[] ElbosAsIfNew(IScoreRows rows, long[] scored, double[] near)
    {
        HashSet<long> heldOut = [.. rows.HeldOut];
        int[] order = [.. Enumerable.Range(0, scored.Length).OrderBy(i => near[i])];
        int[] isNew = [.. order.Where(i => heldOut.Contains(scored[i]))];
        int[] isTrained = [.. order.Where(i => !heldOut.Contains(scored[i]))];
        if (isNew.Length == 0)
        {
            return NegativeElbos(rows, scored);
        }

        double[] known = NegativeElbos(rows, [.. isNew.Select(i => scored[i])]);
        var elbos = new double[scored.Length];
        for (int i = 0; i < isNew.Length; i++)
        {
            elbos[isNew[i]] = known[i];
        }

        for (int i = 0; i < isTrained.Length; i++)
        {
            elbos[isTrained[i]] = known[(int)((i + 0.5) / isTrained.Length * known.Length)];
        }

        return elbos;
    }

    private static (float Lower, float Range) Quartiles(ArrayValue logarithms)
    {
        float[] values = Array.ConvertAll(logarithms.Values, value => (float)value);
        double lower = SampleQuantile.At(values, 0.25);
        return ((float)lower, (float)Math.Max(SampleQuantile.At(values, 0.75) - lower, MinRange));
    }

    /// <summary>Both mean distances, [rows, 2].</summary>
    private sealed record DistancesFormula : IRowFormula
    {
        public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => ops.Concat(Distances(ops, row));

        public int MaxWidth(LearnedArrays arrays) => ReferenceRows.MaxWidth(arrays, WideCount(arrays));
    }
}
