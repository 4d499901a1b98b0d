using VaeTransforms.Formulas;

namespace VaeTransforms.Model;

/// <summary>An anomaly score with what it has learned from rows, as plain data.</summary>
/// <param name="Score">The score.</param>
/// <param name="Arrays">The arrays that it declares.</param>
internal sealed record LearnedScore(AnomalyScore Score, LearnedArrays Arrays)
{
    /// <summary>What the names of the arrays start with in a model file.</summary>
    public const string Prefix = "score.";

    /// <summary>What a model scores by that was not trained as a detector.</summary>
    public static LearnedScore NegativeElbo { get; } = new(AnomalyScore.NegativeElbo, LearnedArrays.None);

    /// <summary>The largest number of values that a row becomes within the score.</summary>
    public int MaxWidth => Score.MaxWidth(Arrays);

    /// <summary>The arrays under the names by which a model file keeps them.</summary>
    public IEnumerable<NamedTensor> FileArrays => InFile(Arrays);

    /// <summary>Learned arrays under the names by which a model file keeps them.</summary>
    public static IEnumerable<NamedTensor> InFile(LearnedArrays arrays) =>
        arrays.All.Select(array => array with { Name = Prefix + array.Name });
}
