using VaeTransforms.Formulas;

namespace VaeTransforms.Onnx;

/// <summary>A value of a graph, or a constant that no node needed so far.</summary>
/// <param name="Name">The tensor's name; of a constant without a name of its own, null.</param>
/// <param name="Width">Values per row.</param>
/// <param name="Constant">The values of a constant.</param>
/// <param name="Shape">The shape of a constant as an initializer; empty for a number.</param>
internal sealed record OnnxValue(string? Name, int Width, ArrayValue? Constant = null, params int[] Shape);
