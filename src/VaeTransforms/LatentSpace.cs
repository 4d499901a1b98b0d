namespace VaeTransforms;

/// <summary>Measures and tools for what a trained model's latent space is like.</summary>
public static partial class LatentSpace
{
}
