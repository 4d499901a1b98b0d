using VaeTransforms.Model;

namespace VaeTransforms.Tests.Analysis;

/// <summary>Models without hidden layers and with given weights.</summary>
internal static class LinearModels
{
    /// <summary>
    /// mean = (x / scale) · encoder, log-variance the same for all rows, reconstruction = scale · (z · decoder).
    /// </summary>
    /// <param name="encoder">[D][K].</param>
    /// <param name="decoder">[K][D].</param>
    /// <param name="logVariance">[K].</param>
    /// <param name="scale">[D]; null for ones.</param>
    /// <param name="slotNames">[D], or null.</param>
    public static VaeModel Create(
        float[][] encoder, float[][] decoder, float[] logVariance, float[]? scale = null, string[]? slotNames = null)
    {
        VaeArchitecture architecture = TestModels.Architecture(encoder.Length, logVariance.Length, []);
        return new VaeModel(TestModels.Random(architecture) with
        {
            SlotNames = slotNames,
            Weights = ModelWeights.Create(architecture, Normalization.Standardize, shape => shape.Name switch
            {
                "input.scale" => scale ?? [.. Enumerable.Repeat(1f, shape.Shape[0])],
                "heads.weight" => [.. encoder.SelectMany(row => row.Concat(new float[row.Length]))],
                "heads.bias" => [.. new float[logVariance.Length], .. logVariance],
                "output.weight" => [.. decoder.SelectMany(row => row)],
                _ => new float[shape.Count],
            }),
        });
    }

    /// <summary>A model that returns its input: K = D, mean = x, decoding = z.</summary>
    public static VaeModel Identity(int size, float logVariance = -2) =>
        Create(Unit(size), Unit(size), [.. Enumerable.Repeat(logVariance, size)]);

    public static float[][] Unit(int size) =>
        [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => i == j ? 1f : 0f).ToArray())];
}
