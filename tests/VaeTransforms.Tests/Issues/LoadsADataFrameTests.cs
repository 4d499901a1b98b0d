using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Trains on a column of vectors without a size, as a data frame has it.</summary>
public sealed class LoadsADataFrameTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void The_advice_of_the_refusal_works()
    {
        var random = new Random(1);
        IDataView frame = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(_ => new Unsized
        {
            Features = new VBuffer<float>(3, [(float)random.NextDouble(), 1, (float)random.NextDouble()]),
        }).ToArray());
        var options = new VaeOptions { LatentDimension = 1, Epochs = 1 };
        VaeEstimator estimator = _ml.Transforms.VaeEncode("Latent", "Features", options);

        string message = Assert.Throws<ArgumentException>(() => estimator.Fit(frame)).Message;
        Assert.Contains("DataFrame", message, StringComparison.Ordinal);
        Assert.Contains("CustomMapping to a class whose property has [VectorType(n)]", message, StringComparison.Ordinal);

        IDataView sized = _ml.Transforms.CustomMapping<Unsized, Sized>((row, copy) => copy.Features = row.Features, null)
            .Fit(frame).Transform(frame);
        using VaeTransformer encoder = estimator.Fit(sized);
        Assert.Equal(50, encoder.Transform(sized).GetColumn<float[]>("Latent").Count());
    }

    private sealed class Unsized
    {
        public VBuffer<float> Features { get; set; }
    }

    private sealed class Sized
    {
        [VectorType(3)]
        public VBuffer<float> Features { get; set; }
    }
}
