using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>What a score can use, as values of a graph.</summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="ops">Writes the score's own operations.</param>
/// <param name="model">The trained network.</param>
/// <param name="arrays">What the score has learned.</param>
/// <param name="features">The rows, [N, D], NaN where a value is missing.</param>
/// <param name="row">What the network computes from them.</param>
internal sealed class OnnxScoreInputs(
    GraphBuilder graph, OnnxOps ops, TrainedVae model, LearnedArrays arrays, string features, VaeExpressions row)
    : IScoreInputs<OnnxValue>
{
    private readonly int _inputs = model.Architecture.InputSize;
    private readonly int _latent = model.Architecture.LatentDimension;

    public TrainedVae Model => model;

    public LearnedArrays Arrays => arrays;

    /// <remarks>With the reconstruction where values are missing, so that distances to other rows count what is there.</remarks>
    public OnnxValue Features => new(row.Completed, _inputs);

    public OnnxValue Mean => new(row.Mean, _latent);

    public OnnxValue LogVariance => new(row.LogVariance, _latent);

    public OnnxValue Reconstruction => new(row.Reconstruction, _inputs);

    public OnnxValue KlDivergence => new(row.KlDivergence, 1);

    public OnnxValue ReconstructionError => new(row.ReconstructionError, 1);

    public OnnxValue SlotErrors => new(row.SlotErrors, _inputs);

    public OnnxValue NegativeElbo => new(row.NegativeElbo, 1);

    public OnnxValue PriorLogDensity(OnnxValue z) =>
        new VaeFormula<OnnxValue>(ops, model.Architecture, row.Weight).PriorLogDensity(z);

    public OnnxValue ReconstructionErrors(OnnxValue z)
    {
        int draws = z.Width / _latent;
        string rows = ops.NameOf(ops.Reshape(ops.Tile(new OnnxValue(features, _inputs), draws), _inputs)); // [N · draws, D]
        string latent = ops.NameOf(ops.Reshape(z, _latent)); // [N · draws, K]
        string errors = graph.Within("draws", () => new VaeExpressions(graph, model, rows, latent).ReconstructionError);
        return ops.Reshape(new OnnxValue(errors, 1), draws);
    }

    public OnnxValue Bounded(OnnxValue scaled) => new(row.Bounded(ops.NameOf(scaled)), scaled.Width);

    public OnnxValue Learned(string name) => OnnxOps.Weight(LearnedScore.Prefix + name, arrays[name].Values, arrays[name].Shape);
}
