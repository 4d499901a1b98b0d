using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

public abstract partial record AnomalyScore
{
    /// <summary>
    /// |negative ELBO - its mean over held-out rows|, in nats. A row that is more probable than normal rows is as atypical as one
    /// that is less probable. Use it for rows that are wrong by being too simple; every other score takes those for normal.
    /// Costs one pass through the network.
    /// </summary>
    /// <remarks>
    /// Nalisnick and others 2019, 'Detecting out-of-distribution inputs to deep generative models using typicality'.
    /// </remarks>
    public static AnomalyScore Typicality { get; } = new TypicalityScore();
}

/// <summary>|negative ELBO - mean|.</summary>
internal sealed record TypicalityScore : AnomalyScore
{
    private const string Mean = "mean";

    internal override IEnumerable<ScoreArray> Arrays(VaeArchitecture architecture) => [new ScoreArray(Mean, 1)];

    internal override T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) =>
        ops.Abs(ops.Subtract(row.NegativeElbo, row.Learned(Mean)));

    internal override ScoreLearning Learn(IScoreRows rows)
    {
        float[] elbos = rows.Compute(NegativeElbo, LearnedArrays.None, rows.HeldOut).Values;
        var mean = new NamedTensor(Mean, [1], [(float)elbos.Average(value => (double)value)]);
        return new ScoreLearning(new LearnedArrays(mean), new AnomalyScoreReport { Score = this });
    }
}
