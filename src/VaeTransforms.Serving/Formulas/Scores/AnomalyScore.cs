using VaeTransforms.Formulas;

namespace VaeTransforms;

/// <summary>
/// What a detector scores a row by. Higher is always more anomalous, and the same row always has the same score.
/// </summary>
/// <remarks>
/// A score is data: its constructor's parameters and the arrays that it learns are what a model file stores. Its formula is part
/// of the ONNX graph, so a saved detector scores without libtorch; noise and reference rows are constants of the graph.
/// Each score stands in one file, with its factory. In the docs of the scores, D is the number of features, K the number of
/// latent dimensions, q(z|x) the encoder's posterior and m its mean.
/// </remarks>
public abstract partial record AnomalyScore : IRowFormula
{
    private protected AnomalyScore()
    {
    }

    /// <summary>The name that reports show.</summary>
    public virtual string Name => GetType().Name[..^"Score".Length];

    /// <summary>
    /// Whether the score of a row that it has learned from can be computed as if that row were new. Then all rows show what
    /// is normal, not only the held-out ones. Default: false.
    /// </summary>
    internal virtual bool HasLeaveOneOut => false;

    /// <summary>How often a row passes through the decoder. Default: 1.</summary>
    internal virtual int Draws => 1;

    /// <summary>The arrays that the score learns, in order. Default: none.</summary>
    /// <param name="architecture">The network.</param>
    internal virtual IEnumerable<ScoreArray> Arrays(VaeArchitecture architecture) => [];

    /// <summary>The largest number of values that a row becomes within the formula. Default: 1.</summary>
    /// <param name="arrays">What the score has learned.</param>
    internal virtual int MaxWidth(LearnedArrays arrays) => 1;

    /// <summary>Learns the values of <see cref="Arrays"/> from rows. Labels are not available.</summary>
    /// <param name="rows">The rows, and what the trained network computes from them.</param>
    internal virtual ScoreLearning Learn(IScoreRows rows) => new(LearnedArrays.None, new AnomalyScoreReport { Score = this });

    /// <summary>
    /// The score. It need not treat NaN: a row that is not finite has the score NaN, whatever the formula gives.
    /// </summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="row">What a score can use.</param>
    /// <returns>[rows, 1].</returns>
    internal abstract T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row);

    T IRowFormula.Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => Value(ops, row);

    int IRowFormula.MaxWidth(LearnedArrays arrays) => MaxWidth(arrays);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
