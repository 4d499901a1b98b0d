namespace VaeTransforms.Analysis;

/// <summary>Decodes latent points.</summary>
/// <param name="latents">[n, K].</param>
/// <returns>[n, D], means of p(x | z) in the normalized units of the model's input.</returns>
internal delegate float[] LatentDecoder(float[] latents);
