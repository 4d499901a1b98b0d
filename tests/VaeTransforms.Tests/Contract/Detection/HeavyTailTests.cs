using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Detection;

/// <summary>Normalization by quantiles and the Student's t likelihood.</summary>
public sealed class HeavyTailTests
{
    private static readonly VaeOptions Robust = Quick with
    {
        Epochs = 40,
        Normalization = Normalization.Quantile,
        Likelihood = Likelihood.StudentT(5),
    };

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_loaded_pipeline_gives_the_values_of_the_fitted_one(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Heavy(200));
        ITransformer fitted = subject.Create(ml, Robust).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        IDataView fresh = View(ml, Heavy(50, seed: 3));

        Dictionary<string, float[][]> expected = Table.Read(fitted.Transform(fresh));
        Dictionary<string, float[][]> actual = Table.Read(loaded.Transform(fresh));

        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string column, float[][] rows) in expected)
        {
            Assert.All(rows.SelectMany(row => row).Zip(actual[column].SelectMany(row => row)), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
        }

        using VaeModel model = VaeModel.FromTransformer(loaded);
        Assert.Equal(Normalization.Quantile, model.Normalization);
        Assert.Equal(Likelihood.StudentT(5), model.Architecture.Likelihood);
    }

    [Fact]
    public void A_loaded_model_is_saved_as_the_same_bytes()
    {
        using VaeModel model = Fit(Robust).Model;
        byte[] bytes = Bytes(model);
        using VaeModel read = VaeModel.Load(new MemoryStream(bytes));

        Assert.Equal(bytes, Bytes(read));
        float[] row = Heavy(1, seed: 7)[0].Features;
        Assert.Equal(model.Reconstruct(row), read.Reconstruct(row));
        Assert.Equal(model.Score(row), read.Score(row));
    }

    [Fact]
    public void Reconstructions_are_in_the_units_of_the_input()
    {
        using VaeModel model = Fit(Robust with { Epochs = 150, LatentDimension = 4 }).Model;

        // Values differ by factors of hundreds, so factors are compared.
        double[] logarithms = [.. Heavy(100, seed: 5).SelectMany(row =>
            model.Reconstruct(row.Features).Zip(row.Features, (decoded, value) => Math.Abs(Math.Log(decoded / value)))).Order()];

        Assert.InRange(logarithms[logarithms.Length / 2], 0, 0.25);
    }

    [Fact]
    public void Beyond_the_training_rows_the_score_grows_with_the_distance()
    {
        using VaeModel model = Fit(Quick with { Normalization = Normalization.Quantile }).Model;
        float[] row = Heavy(1, seed: 7)[0].Features;
        float[] factors = [1, 1e3f, 1e4f, 1e5f, 1e7f];
        float[] scores = [.. factors.Select(factor => model.Score([row[0], 100 * factor, .. row[2..]]))];

        Assert.Equal(scores.Order(), scores);
        Assert.True(scores[4] > 100 * Math.Abs(scores[0]), string.Join(", ", scores));
    }

    [Fact]
    public void Report_and_evaluation_are_those_of_the_normalized_rows()
    {
        VaeTransformer fitted = Fit(Robust);
        using VaeModel model = fitted.Model;
        VaeEvaluation evaluation = model.Evaluate(View(new MLContext(1), Heavy(300)));

        Assert.Contains("StudentT(5) likelihood, Beta 1, input norm", fitted.Report.ToString(), StringComparison.Ordinal);
        Assert.Contains(": Quantile", fitted.Report.ToString(), StringComparison.Ordinal);

        // A standard normal in each of twelve slots costs 17 nats. In the units of the input it would be hundreds.
        Assert.InRange(evaluation.AtMean.ReconstructionError, -20, 20);
        LatentSpaceReport space = LatentSpace.Analyze(model, View(new MLContext(1), Heavy(300)));
        Assert.InRange(space.Continuity.Smoothness, 0, 1);
    }

    private static VaeTransformer Fit(VaeOptions options)
    {
        var ml = new MLContext(1);
        return ml.Transforms.VaeEncode("Latent", "Features", options).Fit(View(ml, Heavy(300)));
    }

    /// <summary>Rows of powers, with a constant first slot.</summary>
    private static Sheet[] Heavy(int count, int seed = 0) => [.. Rows(count, seed).Select(row => new Sheet
    {
        Id = row.Id,
        Features = [3, .. row.Features.Select((value, slot) => (float)Math.Exp(3 * (value - (100 * slot)) / (slot + 1))).Skip(1)],
    })];

    private static byte[] Bytes(VaeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
