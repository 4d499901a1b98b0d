namespace VaeTransforms.Formulas;

/// <summary>A layer at its place in a network.</summary>
/// <param name="Name">What the names of its arrays start with, such as "encoder.0".</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape that comes in.</param>
/// <param name="Output">The shape that it gives.</param>
internal sealed record PlacedLayer(string Name, Layer Layer, TensorShape Input, TensorShape Output);
