namespace VaeTransforms.Analysis;

/// <summary>Decodes latent points.</summary>
/// <param name="latents">[n, K].</param>
/// <param name="rows">[n], the row of the sample under whose condition a point is decoded.</param>
/// <returns>[n, D], means of p(x | z) in the normalized units of the model's input, without the condition.</returns>
internal delegate float[] LatentDecoder(float[] latents, int[] rows);
