namespace VaeTransforms;

/// <summary>One of the networks that <c>LatentSpace.Compare</c> sets beside each other.</summary>
/// <param name="Name">How tables name it.</param>
/// <param name="Options">How it is trained; the seed is the comparison's.</param>
public sealed record LatentVariant(string Name, VaeOptions Options);
