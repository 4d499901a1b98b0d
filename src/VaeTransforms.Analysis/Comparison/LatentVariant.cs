namespace VaeTransforms;

/// <summary>One of the networks that <c>LatentSpace.Compare</c> compares.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Options">How to train it. The seed is replaced by those of the comparison.</param>
public sealed record LatentVariant(string Name, VaeOptions Options);
