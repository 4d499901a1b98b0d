using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeTransforms.Sampling;
using VaeTransforms.Tests.Contract.Refusals;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Models with a learned prior.</summary>
[Collection(typeof(Alone))]
public sealed class PriorTests
{
    private const int Components = 4;

    private static readonly VaeOptions Clustering = Quick with
    {
        Prior = Prior.MixtureOfGaussians(Components),
        ClusterColumnName = "Cluster",
        ClusterProbabilitiesColumnName = "Probabilities",
    };

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_loaded_pipeline_gives_the_clusters_that_the_fitted_one_gives(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        IEstimator<ITransformer> estimator = subject.Create(ml, Clustering);
        ITransformer fitted = estimator.Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        var withNaN = Rows(30, seed: 4);
        withNaN[7].Features[2] = float.NaN;
        IDataView other = View(ml, withNaN);

        Dictionary<string, float[][]> expected = Table.Read(fitted.Transform(other));
        Table.AssertNear(expected, Table.Read(loaded.Transform(other)));

        Assert.Equal(0, expected["Cluster"][7][0]);
        Assert.All(expected["Probabilities"][7], value => Assert.True(float.IsNaN(value)));
        for (int row = 0; row < 30; row++)
        {
            float[] probabilities = expected["Probabilities"][row];
            Assert.Equal(Components, probabilities.Length);
            if (row != 7)
            {
                Assert.Equal(1, probabilities.Sum(), 1e-5);
                Assert.Equal(Array.IndexOf(probabilities, probabilities.Max()) + 1, (int)expected["Cluster"][row][0]);
            }
        }

        // The model gives the same, one row at a time too.
        using VaeModel model = VaeModel.FromTransformer(loaded);
        float[][] rows = [.. withNaN.Select(row => row.Features)];
        float[][] ofModel = model.ClusterProbabilities(rows);
        for (int row = 0; row < rows.Length; row++)
        {
            Table.AssertNear(expected["Probabilities"][row], ofModel[row], $"row {row}");
            Table.AssertNear(ofModel[row], model.ClusterProbabilities([rows[row]])[0], $"row {row} alone");
        }

        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void The_cluster_is_a_key_with_the_number_of_components_in_every_schema()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        VaeEstimator estimator = ml.Transforms.VaeEncode("Latent", "Features", Clustering);
        using VaeTransformer fitted = estimator.Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        SchemaShape.Column promised = estimator.GetOutputSchema(Subjects.Shape(data.Schema)).Single(one => one.Name == "Cluster");
        Assert.True(promised.IsKey);
        Assert.Equal(NumberDataViewType.UInt32, promised.ItemType);

        foreach (DataViewSchema schema in new[] { fitted.GetOutputSchema(data.Schema), loaded.GetOutputSchema(data.Schema) })
        {
            var key = Assert.IsType<KeyDataViewType>(schema["Cluster"].Type);
            Assert.Equal((ulong)Components, key.Count);
            Assert.Equal(typeof(uint), key.RawType);
            VBuffer<float> values = default;
            schema["Cluster"].GetKeyValues(ref values);
            Assert.Equal([1, 2, 3, 4], values.DenseValues());
            Assert.Equal(Components, ((VectorDataViewType)schema["Probabilities"].Type).Size);
            Assert.False(schema["Latent"].IsNormalized());
        }

        (loaded as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData("Mixture")]
    [InlineData("Vamp")]
    [InlineData("Flow")]
    public void Held_out_ELBO_scores_and_evaluation_follow_the_prior(string name)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(300));
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Options(name) with { Epochs = 40 }).Fit(data);
        VaeModel model = fitted.Model;
        float[][] rows = [.. Rows(40, seed: 6).Select(row => row.Features)];
        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(View(ml, Rows(40, seed: 6))));
        var prior = new ModelPrior(model.Trained);

        VaeEvaluation evaluation = model.Evaluate(View(ml, Rows(40, seed: 6)));
        Assert.Equal(scored["Kl"].Average(kl => kl[0]), evaluation.AtMean.KlDivergence, 1e-4);
        Assert.Equal(scored["Surprise"].Average(score => score[0]), -evaluation.AtMean.Elbo, 1e-3);
        for (int row = 0; row < rows.Length; row++)
        {
            // By draws of the posterior and the density of the prior: the divergence in the column is a bound of it, or for a
            // flow its estimate by 16 points.
            LatentPosterior posterior = model.EncodePosterior(rows[row]);
            var random = new Random(row);
            var noise = new float[3];
            var z = new float[3];
            double[] ratios =
            [
                .. Enumerable.Range(0, 2000).Select(_ =>
                    Numerics.PosteriorDraw(posterior, random, noise, z) - prior.LogDensity(z)),
            ];
            double error = Math.Sqrt(ratios.Average(one => Math.Pow(one - ratios.Average(), 2)) / ratios.Length);
            double over = scored["Kl"][row][0] - ratios.Average();
            double slack = name == "Flow" ? 3 * error * Math.Sqrt(ratios.Length / 16.0) : 5 * error;
            Assert.True(over >= -slack && (name != "Flow" || over <= slack), $"Row {row}: {scored["Kl"][row][0]}, {over} over.");
        }
    }

    [Theory]
    [InlineData("Mixture")]
    [InlineData("Vamp")]
    [InlineData("Flow")]
    public void A_fit_is_reproducible_stored_and_sampled_from_its_prior(string name)
    {
        byte[] first = Saved(name, out float[][] sampled, out float[][] latents);

        Assert.Equal(first, Saved(name, out _, out _));
        using VaeModel read = VaeModel.Load(new MemoryStream(first));
        Assert.Equal(Options(name).Prior, read.Architecture.Prior);
        Assert.Equal(sampled, read.Sample(50, seed: 3));
        Assert.Equal(read.Decode(latents), sampled);
    }

    [Theory]
    [InlineData("Mixture")]
    [InlineData("Vamp")]
    [InlineData("Flow")]
    public void A_fit_leaves_no_live_tensors(string name)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(60));
        ml.Transforms.VaeEncode("Latent", "Features", Options(name)).Fit(data).Dispose();
        long before = torch.Tensor.TotalCount;

        ml.Transforms.VaeEncode("Latent", "Features", Options(name)).Fit(data).Dispose();

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Theory]
    [InlineData("Mixture")]
    [InlineData("Vamp")]
    [InlineData("Flow")]
    public void A_fit_that_starts_from_a_model_keeps_its_prior(string name)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Options(name)).Fit(data);

        using VaeTransformer again = ml.Transforms
            .VaeEncode("Latent", "Features", new VaeOptions { Epochs = 1, LearningRate = 1e-9 })
            .Fit(data, null, fitted.Model);

        Assert.Equal(fitted.Model.Architecture.Prior, again.Model.Architecture.Prior);
        float[][] row = [Rows(1)[0].Features];
        Table.AssertNear(fitted.Model.Encode(row)[0], again.Model.Encode(row)[0], "the code", 1e-4);
        Table.AssertNear(fitted.Model.Sample(1, 2)[0], again.Model.Sample(1, 2)[0], "the sample", 1e-4);
    }

    [Fact]
    public void Missing_values_and_weights_of_rows_go_with_every_prior()
    {
        var ml = new MLContext(1);
        Sheet[] rows = Rows(100);
        rows[3].Features[1] = float.NaN;
        foreach (string name in new[] { "Mixture", "Vamp", "Flow" })
        {
            using VaeTransformer fitted = ml.Transforms
                .VaeEncode("Latent", "Features", Options(name) with { MissingValues = MissingValues.Mask })
                .Fit(View(ml, rows));
            Assert.True(double.IsFinite(fitted.Report.Summary.Elbo));
            Assert.All(fitted.Model.Impute([rows[3].Features])[0], value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void Priors_that_do_not_fit_the_rows_or_the_network_are_refused_before_training(Subject subject) =>
        Assert.All(PriorMistakes.OfRows, mistake => mistake.AssertRefused(subject));

    private static VaeOptions Options(string name) => Quick with
    {
        Prior = name switch
        {
            "Mixture" => Prior.MixtureOfGaussians(Components),
            "Vamp" => Prior.VampPrior(10),
            _ => Prior.AutoregressiveFlow(steps: 2, units: 16),
        },
    };

    private static byte[] Saved(string name, out float[][] sampled, out float[][] latents)
    {
        var ml = new MLContext(1);
        using VaeTransformer fitted = ml.Transforms.VaeEncode("Latent", "Features", Options(name)).Fit(View(ml, Rows(100)));
        using var file = new MemoryStream();
        fitted.Model.Save(file);
        sampled = fitted.Model.Sample(50, seed: 3);
        latents = new ModelPrior(fitted.Model.Trained).Draw(50, new Random(3));
        return file.ToArray();
    }

    private static class Numerics
    {
        /// <summary>Draws z, and gives ln q(z | x).</summary>
        public static double PosteriorDraw(LatentPosterior posterior, Random random, float[] noise, float[] z) =>
            VaeTransforms.Numerics.PosteriorDraw.Next(posterior.Mean, posterior.LogVariance, random, noise, z);
    }
}
