using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Search;

/// <summary>Rows of ten values that five independent factors make, with a little noise: a model needs five dimensions.</summary>
internal static class Factors
{
    public const int Width = 10;
    public const int Count = 5;

    /// <summary>Fits within a tenth of a second, with one dimension too few for the rows.</summary>
    public static VaeOptions Narrow { get; } = new()
    {
        LatentDimension = 1,
        HiddenLayers = [16],
        Epochs = 40,
        BatchSize = 32,
        LearningRate = 0.01,
        Seed = 3,
    };

    public static VariedOption Dimensions(params int[] values) => VariedOption.Among(
        nameof(VaeOptions.LatentDimension), values, (options, value) => options with { LatentDimension = value });

    /// <summary>Steps so long that training diverges.</summary>
    public static VariedOption Diverging { get; } = VariedOption.Among(
        "Steps",
        [1e30],
        (options, value) => options with { LearningRate = value, GradientClipNorm = double.PositiveInfinity });

    public static FactorRow[] Rows(int count = 300, int seed = 0)
    {
        var random = new Random(seed);
        double[,] loadings = new double[Width, Count];
        for (int i = 0; i < Width * Count; i++)
        {
            loadings[i / Count, i % Count] = Normal(random);
        }

        return [.. Enumerable.Range(0, count).Select(id =>
        {
            double[] factors = [.. Enumerable.Range(0, Count).Select(_ => Normal(random))];
            return new FactorRow
            {
                Id = id,
                Features =
                [
                    .. Enumerable.Range(0, Width).Select(slot => (float)(
                        Enumerable.Range(0, Count).Sum(factor => loadings[slot, factor] * factors[factor])
                        + (0.1 * Normal(random)))),
                ],
            };
        })];
    }

    public static IDataView View(MLContext ml, int count = 300, int seed = 0) => ml.Data.LoadFromEnumerable(Rows(count, seed));

    public static VaeSearchEstimator Of(MLContext ml, VaeSearchOptions options) =>
        ml.Transforms.VaeSearch("Latent", "Features", options);

    /// <summary>Box and Muller.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    internal sealed class FactorRow
    {
        public float Id { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }
}
