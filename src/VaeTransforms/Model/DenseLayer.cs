namespace VaeTransforms.Model;

/// <summary>y = x · Weight + Bias.</summary>
/// <param name="Inputs">Values that come in.</param>
/// <param name="Outputs">Values that go out.</param>
/// <param name="Weight">[inputs, outputs], row-major.</param>
/// <param name="Bias">[outputs].</param>
internal sealed record DenseLayer(int Inputs, int Outputs, float[] Weight, float[] Bias);
