using VaeTransforms.Analysis;
using VaeTransforms.Model;
using VaeTransforms.Scoring;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class ImportanceSamplingTests
{
    private static readonly TrainedVae Linear =
        TestModels.Random(TestModels.Architecture(inputSize: 3, latentDimension: 1, hiddenLayers: []));

    /// <summary>With x = w z + b + noise, p(x) is normal with covariance w wᵀ + diag(variance).</summary>
    [Fact]
    public void With_many_samples_the_bound_is_the_likelihood_of_a_linear_model()
    {
        float[][] rows = TestModels.Rows(Linear, 4);
        double expected = rows.Average(LogLikelihood);

        ImportanceBound found = Run(rows, samples: 20_000);

        Assert.Equal(expected, found.Bound, 0.05);
        Assert.True(found.Elbo < expected);
    }

    [Fact]
    public void One_sample_gives_the_ELBO_and_more_samples_a_larger_bound()
    {
        float[][] rows = TestModels.Rows(Linear, 100);

        ImportanceBound one = Run(rows, samples: 1);
        ImportanceBound many = Run(rows, samples: 50);

        Assert.Equal(0, one.Gap, 1e-12);
        Assert.True(many.Gap > 0);
        Assert.Equal(one.Elbo, many.Elbo, 0.3 * Math.Abs(one.Elbo));
        Assert.Equal(100, many.Rows);
    }

    private static ImportanceBound Run(float[][] rows, int samples)
    {
        using var scorer = new VaeScorer(Linear);
        using var model = new VaeModel(Linear);
        var sample = new RowSample(Linear, rows.Length, seed: 1);
        foreach (float[] row in rows)
        {
            LatentPosterior posterior = model.EncodePosterior(row);
            sample.Add(row, posterior.Mean, posterior.LogVariance);
        }

        return ImportanceSampling.Run(scorer, sample, samples, new Random(1));
    }

    private static double LogLikelihood(float[] row)
    {
        var parts = new DenseParts(Linear);
        float[] offset = Linear.Offsets();
        float[] scale = Linear.SlotScales();
        double[] x = [.. row.Select((value, i) => ((value - offset[i]) / scale[i]) - (double)parts.Decoder[0].Bias[i])];
        double[] w = [.. parts.Decoder[0].Weight.Select(value => (double)value)];
        double[] variance = [.. parts.LogVariances.Select(value => Math.Exp(value))];

        // Woodbury's identity and the matrix determinant lemma for one column.
        double ww = 1 + w.Zip(variance, (a, v) => a * a / v).Sum();
        double wx = Enumerable.Range(0, 3).Sum(i => w[i] * x[i] / variance[i]);
        double square = x.Zip(variance, (a, v) => a * a / v).Sum() - (wx * wx / ww);
        return -(square + Math.Log(ww) + variance.Sum(Math.Log) + (3 * Math.Log(Math.Tau))) / 2;
    }
}
