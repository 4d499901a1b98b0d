using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Tests.Onnx;

namespace VaeTransforms.Tests.Formulas.Scores;

/// <summary>What a score can use of one row, in double precision and plain loops.</summary>
internal sealed class ReferenceInputs(TrainedVae model, LearnedArrays arrays, float[] row) : IScoreInputs<ArrayValue>
{
    private readonly ReferencePass _pass = new(model, row);

    public TrainedVae Model => model;

    public LearnedArrays Arrays => arrays;

    public ArrayValue Features => Row([.. row.Select(value => (double)value)]);

    public ArrayValue Mean => Row(_pass.Mean);

    public ArrayValue LogVariance => Row(_pass.LogVariance);

    public ArrayValue Reconstruction => Row(_pass.Reconstruction);

    public ArrayValue KlDivergence => Row([_pass.KlDivergence]);

    public ArrayValue ReconstructionError => Row([_pass.ReconstructionError]);

    public ArrayValue SlotErrors => Row(_pass.SlotErrors);

    public ArrayValue NegativeElbo => Row([_pass.KlDivergence + _pass.ReconstructionError]);

    public ArrayValue PriorLogDensity(ArrayValue z) => new(
        [.. z.Values.Chunk(z.Width).Select(code => -0.5 * code.Sum(value => (value * value) + Math.Log(Math.Tau)))], 1);

    public ArrayValue ReconstructionErrors(ArrayValue z) => Row([.. z.Values
        .Chunk(_pass.Mean.Length)
        .Select(draw => new ReferencePass(model, row, [.. draw.Select(value => (float)value)]).ReconstructionError)]);

    public ArrayValue Bounded(ArrayValue scaled) => scaled;

    public ArrayValue Learned(string name) => arrays.Value(name);

    private static ArrayValue Row(double[] values) => new(values, values.Length);
}
