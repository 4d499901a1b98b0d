using VaeTransforms.Formulas;

namespace VaeTransforms.Model;

/// <summary>A map of anomalies with what it has learned from held-out rows, as plain data.</summary>
/// <param name="Map">The map.</param>
/// <param name="Arrays">The arrays that it declares.</param>
internal sealed record LearnedMap(AnomalyMap Map, LearnedArrays Arrays)
{
    /// <summary>The arrays under the names by which a model file keeps them.</summary>
    public IEnumerable<NamedTensor> FileArrays => LearnedScore.InFile(Arrays);
}
