using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Fitting;

/// <summary>Training on bits that are drawn anew in each step.</summary>
public sealed class BinarizationTests
{
    private const int Width = 8;
    private static readonly double LogTwo = Math.Log(2);
    private static readonly MLContext Ml = new(1);

    private static readonly VaeOptions Options = new()
    {
        LatentDimension = 2,
        HiddenLayers = [16],
        Epochs = 60,
        BatchSize = 50,
        Likelihood = Likelihood.Bernoulli,
        DynamicBinarization = true,
        Seed = 3,
    };

    /// <summary>
    /// Rows of almost the same intensities: bits are independent, so ln p(x) is their negative entropy, and there is nothing to
    /// encode.
    /// </summary>
    [Fact]
    public void Of_bits_that_say_nothing_the_ELBO_is_the_negative_entropy()
    {
        // A fit refuses rows that are all equal.
        float[][] rows = [.. Enumerable.Range(0, 2000)
            .Select(row => Enumerable.Repeat(0.5f + (row % 2 * 1e-3f), Width).ToArray())];
        using VaeTransformer fitted = Fit(Options, rows);

        double[] elbos = [.. fitted.Report.Epochs.TakeLast(10).Select(epoch => epoch.Validation!.Value.Elbo)];

        Assert.Equal(-Width * LogTwo, elbos.Average(), 0.1);
        Assert.Equal(-Width * LogTwo, fitted.Report.Epochs[^1].Train.Elbo, 0.1);
    }

    /// <summary>Bits drawn anew give more than what they were drawn from once: other bits in each epoch.</summary>
    [Fact]
    public void A_network_cannot_learn_the_draws_of_a_few_rows_by_heart()
    {
        float[][] rows = Rows(20);
        float[][] once = [.. rows.Select((row, i) => new Random(i) is var random
            ? Array.ConvertAll(row, level => random.NextSingle() < level ? 1f : 0)
            : [])];
        VaeOptions options = Options with { ValidationFraction = 0, Epochs = 1500, LearningRate = 0.01, BatchSize = 20 };

        using VaeTransformer anew = Fit(options, rows);
        using VaeTransformer byHeart = Fit(options with { DynamicBinarization = false }, once);

        Assert.True(byHeart.Report.Epochs[^1].Train.ReconstructionError < anew.Report.Epochs[^1].Train.ReconstructionError - 0.5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fit_is_reproducible_and_goes_on_from_a_checkpoint(bool isDerived)
    {
        string folder = Directory.CreateTempSubdirectory("VaeTransforms-tests-").FullName;
        VaeOptions options = Options with { Epochs = 6, Objective = isDerived ? Objective.Iwae(3) : null };
        byte[] expected = Bytes(options);

        (byte[] actual, int stops) = StoppedFit.Repeat(stop => Bytes(options with
        {
            Checkpoint = new VaeCheckpoint(folder),
            CancellationToken = stop.Token,
            Progress = new EpochListener(_ => stop.Cancel()),
        }));

        Assert.Equal(expected, Bytes(options));
        Assert.Equal(expected, actual);
        Assert.Equal(5, stops);
        Assert.NotEqual(expected, Bytes(options with { DynamicBinarization = false }));
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Bytes(VaeOptions options)
    {
        using VaeTransformer fitted = Fit(options, Rows(200));
        using var stream = new MemoryStream();
        fitted.Model.Save(stream);
        return stream.ToArray();
    }

    private static VaeTransformer Fit(VaeOptions options, float[][] rows) => Ml.Transforms
        .VaeEncode("Latent", nameof(Intensities.Levels), options)
        .Fit(Ml.Data.LoadFromEnumerable(rows.Select(row => new Intensities { Levels = row })));

    private static float[][] Rows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float[])[
            .. Enumerable.Range(0, Width).Select(_ => 0.2f + (0.6f * random.NextSingle()))])];
    }

    private sealed class Intensities
    {
        [VectorType(Width)]
        public float[] Levels { get; set; } = [];
    }
}
