using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms.Onnx;

/// <summary>
/// Rows with draws in their gaps, as nodes of a graph: for each draw a point of q(z | x), and for each gap a value of p(x | z).
/// </summary>
/// <remarks>
/// <code>
/// rows ─ encoder ─ mean, deviation ─ z [N · draws, K] ─ decoder ─ likelihood ─┐
/// rows ─ noise ────────────────────┴─────────────────────────────────┘        Where(missing) ─ [N, draws · D]
/// rows ─ Tile ────────────────────────────────────────────────────────────────┘
/// </code>
/// </remarks>
internal sealed class ImputationExpressions(
    GraphBuilder graph, TrainedVae model, VaeExpressions row, OnnxValue features, GapExpressions gaps)
{
    private readonly VaeArchitecture _architecture = model.Architecture;
    private readonly int _draws = model.Imputations;

    /// <summary>[N, draws · D].</summary>
    public string Rows
    {
        get
        {
            // Draws are more rows, so these operations do not carry the finiteness of rows along.
            var ops = new OnnxOps(graph);
            int latent = _architecture.LatentDimension;
            int slots = _architecture.InputSize;
            int uniforms = _architecture.Likelihood.UniformsPerSlot;
            int perDraw = latent + (uniforms * slots);
            OnnxValue noise = ops.Reshape(
                new RowNoiseExpressions(graph, gaps, model.Training.Seed).Uniforms(_draws * perDraw), perDraw);
            OnnxValue normal = NormalQuantile.Of(ops, ops.Columns(noise, 0, latent));
            var formula = new VaeFormula<OnnxValue>(ops, _architecture, row.Weight);
            OnnxValue mean = Repeated(ops, new OnnxValue(row.Mean, latent));
            OnnxValue decoded = formula.Decode(
                formula.Draw(mean, Repeated(ops, new OnnxValue(row.LogVariance, latent)), normal));
            OnnxValue drawn = _architecture.Likelihood.Drawn(
                ops,
                decoded,
                [.. Enumerable.Range(0, uniforms).Select(i => ops.Columns(noise, latent + (i * slots), slots))],
                row.LikelihoodWeights); // [N · draws, D], as all that follow
            OnnxValue values = model.Normalization.Denormalize(ops, drawn, row.InputWeights);
            OnnxValue given = Repeated(ops, features);
            string filled = new GapExpressions(graph, ops, given, "imputations.gaps").Replaced(ops.NameOf(values));
            return ops.NameOf(ops.Reshape(new OnnxValue(filled, slots), _draws * slots));
        }
    }

    /// <summary>Each row once for each draw, [N · draws, width].</summary>
    private OnnxValue Repeated(OnnxOps ops, OnnxValue value) => ops.Reshape(ops.Tile(value, _draws), value.Width);
}
