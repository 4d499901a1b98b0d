using Microsoft.ML;
using VaeTransforms.Datasets;
using VaeTransforms.Training;
using Xunit;
using static TorchSharp.torch;

namespace VaeTransforms.Tests.Issues;

/// <summary>
/// oneDNN reads behind channels that do not fill a block: on some processors every third fit of a convolutional network diverged,
/// at another step each time. Memory that is free holds NaN here, so that one such read shows.
/// </summary>
public sealed class TrainsConvolutionsTests
{
    private const int Repeats = 5;

    /// <summary>Channels that come in and go out, for convolutions and their transposes.</summary>
    public static MatrixTheoryData<int, int, bool> Channels =>
        new([1, 2, 3, 4, 16, 20], [1, 3, 4, 17, 32], [false, true]);

    [Theory]
    [MemberData(nameof(Channels))]
    public void What_is_in_free_memory_does_not_matter(int channels, int outputs, bool isTransposed)
    {
        Layer tested = isTransposed ? Layer.TransposedConvolution(outputs, 4, 2) : Layer.Convolution(outputs, 3, 1);
        var architecture = new VaeArchitecture
        {
            InputSize = 64,
            LatentDimension = 2,
            Network = new VaeNetwork
            {
                InputShape = new TensorShape(1, 8, 8),
                Encoder = [Layer.Convolution(channels, 3, 1), Layer.Tanh, tested, Layer.Tanh],
                Decoder = [],
            },
            Likelihood = Likelihood.Gaussian,
        };
        using var generator = new Generator(1, CPU);
        using Tensor rows = randn([1, 30, 65], float32, CPU, generator: generator);
        using Tensor noise = randn([1, 30, architecture.LatentDimension], float32, CPU, generator: generator);

        double[] first = Norms();
        for (int i = 0; i < Repeats; i++)
        {
            Assert.Equal(first, Norms());
        }

        double[] Norms()
        {
            using var scope = NewDisposeScope();
            using var own = new Generator(2, CPU);
            using var network = new TorchNetwork(architecture, own);
            using var steps = new FormulaSteps(network, clipNorm: double.MaxValue);
            FillFreeMemory();
            (Tensor error, _) = network.SampledParts(new(rows[0].narrow(1, 0, 64)), noise[0]);
            FillFreeMemory();
            StepOutcome outcome = steps.Take(rows, noise, ones([1, 30, 0]), null, [new StepSchedule(1e-3, 1)]).Single();
            return [outcome.Parts.Elbo, outcome.GradientNorm, error.sum().item<float>()];
        }
    }

    [Fact]
    public void Fits_of_one_seed_are_the_same()
    {
        var mlContext = new MLContext(1);
        IDataView digits = Digits.Load(mlContext);
        var options = new VaeOptions
        {
            Network = VaeNetwork.Convolutional([16, 32], units: [64]),
            LatentDimension = 4,
            Epochs = 2,
            Seed = 1,
        };
        double[] bounds = [.. Enumerable.Range(0, 6).Select(_ =>
        {
            using VaeTransformer fitted = mlContext.Transforms.VaeEncode("Latent", "Features", options).Fit(digits);
            return fitted.Report.Epochs[^1].Train.Elbo;
        })];

        Assert.Single(bounds.Distinct());
    }

    private static void FillFreeMemory()
    {
        for (int size = 64; size <= 1 << 18; size += size / 4)
        {
            using Tensor first = full(size, float.NaN);
            using Tensor second = full(size + 8, float.NaN);
        }
    }
}
