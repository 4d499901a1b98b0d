using VaeTransforms.Formulas;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// The most surprising of three views of a row, in nats. The ELBO view: the KL divergence plus the reconstruction error. The
    /// near view: the distance to the nearest known row in latent and residual space. The wide view: the mean distance to the 25
    /// nearest of 256 known rows in the input's space. Each counts by -ln of the share of held-out rows with a higher value: 3
    /// means one in twenty, 7 one in a thousand. The default.
    /// </summary>
    /// <remarks>
    /// The three need no weights, because each is a p-value of its own (Tippett 1931, 'The methods of statistics'). The ELBO is
    /// high where a row fits the learned distribution badly as a whole. The near view finds subtle anomalies: rows that no known
    /// row is like in what the network learned. Where the rows trained on contain anomalies, both can miss those that come in
    /// clusters; the wide view finds them as long as a cluster is smaller than a tenth of the rows. A row that is known is not
    /// its own neighbor. See <see cref="NeighborSpace"/> for the two spaces. The references hold at most 32,768 numbers (but at
    /// least 256 rows), besides 256 rows of the input; they stand in the model file.
    /// </remarks>
    public static AnomalyScore Combined { get; } = new CombinedScore();
}

/// <summary>max over the ELBO, near and wide view of -ln of the share of held-out rows above.</summary>
internal sealed record CombinedScore : AnomalyScore
{
    private const int NearCount = 1;

    // A tenth of the wide references, so that a cluster hides only if it is a tenth of all rows.
    private const int WideCount = 25;
    private const int WideReferences = 256;

    private static readonly ReferenceRows Near = new(NeighborSpace.LatentAndResidual) { Prefix = "near_" };
    private static readonly ReferenceRows Wide = new(NeighborSpace.Input) { Prefix = "wide_", Limit = WideReferences };

    private static readonly TailCurve[] Curves = [new("elbo"), new("near"), new("wide")];
    private static readonly string[] Views = ["KL divergence and reconstruction", "nearest row", "nearest tenth of rows"];
    private static readonly ViewsFormula Together = new();
    private static readonly ArrayOps Doubles = new();

    internal override IEnumerable<ScoreArray> Arrays(VaeArchitecture architecture) =>
        [.. Near.Arrays(architecture), .. Wide.Arrays(architecture), .. Curves.SelectMany(curve => curve.Arrays)];

    internal override int MaxWidth(LearnedArrays arrays) => Together.MaxWidth(arrays);

    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) =>
        Nats(ops, row.Arrays, ViewsOf(ops, row)).Aggregate(ops.Max);

    internal override ScoreLearning Learn(IScoreRows rows)
    {
        LearnedArrays references = Near.Learn(rows).With(Wide.Learn(rows).All);
        RowMatrix views = rows.Compute(Together, references, rows.LikeNew); // [rows, 3]
        LearnedArrays arrays = references.With(
            Curves.SelectMany((curve, view) => curve.Learn(views.Column(view, views.Indices))));
        return new ScoreLearning(arrays, new AnomalyScoreReport
        {
            Score = this,
            References = arrays[Near.Points].Shape[0],
            NearNeighbors = NearCount,
            WideReferences = arrays[Wide.Points].Shape[0],
            WideNeighbors = Wide.Count(arrays, WideCount),
            Parts = Shares(arrays, views),
        });
    }

    /// <summary>The values that the views compare, each in its own unit, [rows, 1] each.</summary>
    private static T[] ViewsOf<T>(IScoreOps<T> ops, IScoreInputs<T> row) =>
        [row.NegativeElbo, Near.MeanDistance(ops, row, NearCount), Wide.MeanDistance(ops, row, WideCount)];

    private static T[] Nats<T>(IScoreOps<T> ops, LearnedArrays arrays, T[] views) =>
        [.. views.Select((view, i) => Curves[i].Nats(ops, arrays, view))];

    /// <summary>How often each view decides, among the twentieth of the held-out rows that score highest.</summary>
    private static ScorePart[] Shares(LearnedArrays arrays, RowMatrix views)
    {
        ArrayValue[] nats = Nats(Doubles, arrays, [.. Curves.Select((_, view) => ArrayValue.Of(
            Array.ConvertAll(views.Column(view, views.Indices), value => float.IsNaN(value) ? float.MaxValue : value), [1]))]);
        int[] deciding = [.. Enumerable.Range(0, views.Rows)
            .OrderByDescending(row => nats.Max(view => view.Values[row]))
            .Take(Math.Max(1, views.Rows / 20))
            .Select(row => Enumerable.Range(0, nats.Length).MaxBy(view => nats[view].Values[row]))];
        return [.. Views.Select((name, view) => new ScorePart(name, (double)deciding.Count(view.Equals) / deciding.Length))];
    }

    /// <summary>All three values, [rows, 3].</summary>
    private sealed record ViewsFormula : IRowFormula
    {
        public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => ops.Concat(ViewsOf(ops, row));

        public int MaxWidth(LearnedArrays arrays) =>
            Math.Max(Near.MaxWidth(arrays, NearCount), Wide.MaxWidth(arrays, WideCount));
    }
}
