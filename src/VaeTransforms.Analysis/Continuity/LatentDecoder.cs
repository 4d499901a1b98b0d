namespace VaeTransforms.Analysis;

/// <summary>g: what latent points decode to.</summary>
/// <param name="latents">[n, K].</param>
/// <returns>[n, D], means of p(x | z) in the model's normalised input.</returns>
internal delegate float[] LatentDecoder(float[] latents);
