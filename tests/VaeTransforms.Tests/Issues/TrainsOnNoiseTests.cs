using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Trains on 300 rows of 20 independent random numbers, in which there is nothing to encode.</summary>
public sealed class TrainsOnNoiseTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_code_that_says_nothing_is_warned_of_with_the_count_of_active_dimensions_and_is_not_called_normalized()
    {
        var random = new Random(1);
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(_ => new Noise
        {
            Features = [.. Enumerable.Range(0, 20).Select(_ => (float)Normal(random))],
        }).ToArray());
        var warnings = new List<string>();
        _ml.Log += (_, line) => warnings.Add(line.Message);

        using VaeTransformer encoder = _ml.Transforms.VaeEncode("Latent", "Features", new VaeOptions { Seed = 1 }).Fit(data);

        int all = encoder.Report.Architecture.LatentDimension;
        Assert.Equal(0, encoder.Report.ActiveDimensions);
        Assert.Contains(warnings, line => line.Contains($"0 of {all} latent dimensions are active", StringComparison.Ordinal));
        Assert.False(encoder.GetOutputSchema(data.Schema)["Latent"].IsNormalized());
        Assert.False(Subjects.SaveAndLoad(encoder, data.Schema, out _).GetOutputSchema(data.Schema)["Latent"].IsNormalized());
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed class Noise
    {
        [VectorType(20)]
        public float[] Features { get; set; } = [];
    }
}
