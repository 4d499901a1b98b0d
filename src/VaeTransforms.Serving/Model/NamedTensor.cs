namespace VaeTransforms.Model;

/// <summary>An array with the name and the shape under which a model file keeps it.</summary>
internal sealed record NamedTensor(string Name, int[] Shape, float[] Values);
