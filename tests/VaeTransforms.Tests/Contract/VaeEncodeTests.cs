using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

public sealed class VaeEncodeTests
{
    [Fact]
    public void A_saved_pipeline_loads_with_the_same_schema_and_the_same_values()
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(300));
        ITransformer fitted = ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.Transforms.VaeEncode("Latent", "Features", Quick))
            .Append(ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3))
            .Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(fitted, data.Schema, file);
        file.Position = 0;

        var other = new MLContext();
        ITransformer loaded = other.Model.Load(file, out DataViewSchema inputSchema);

        Assert.Equal(
            fitted.GetOutputSchema(data.Schema).Where(c => !c.IsHidden).Select(Describe),
            loaded.GetOutputSchema(inputSchema).Where(c => !c.IsHidden).Select(Describe));
        Encoded[] expected = [.. ml.Data.CreateEnumerable<Encoded>(fitted.Transform(data), reuseRowObject: false)];
        Encoded[] actual = [.. other.Data.CreateEnumerable<Encoded>(loaded.Transform(data), reuseRowObject: false)];
        Assert.Equal(300, actual.Length);
        foreach ((Encoded e, Encoded a) in expected.Zip(actual))
        {
            Assert.Equal(e.Id, a.Id);
            Near(e.Latent, a.Latent);
            Near(e.LatentLogVariance, a.LatentLogVariance);
            Near(e.Reconstruction, a.Reconstruction);
            Near([e.Kl, e.Error, e.Surprise], [a.Kl, a.Error, a.Surprise]);
            Near([e.Surprise], [e.Kl + e.Error]);
        }

        using PredictionEngine<Sheet, Encoded> engine = other.Model.CreatePredictionEngine<Sheet, Encoded>(loaded);
        using PredictionEngine<Sheet, Encoded> original = ml.Model.CreatePredictionEngine<Sheet, Encoded>(fitted);
        Encoded one = engine.Predict(Rows(300)[17]);
        Near(expected[17].Latent, one.Latent);
        Near(expected[17].Latent, original.Predict(Rows(300)[17]).Latent);

        using VaeModel model = VaeModel.FromTransformer(loaded);
        using VaeModel live = VaeModel.FromTransformer(fitted);
        Assert.Equal(live.Decode([0.1f, -0.5f, 1]), model.Decode([0.1f, -0.5f, 1]));
    }

    private static string Describe(DataViewSchema.Column column) =>
        $"{column.Name}: {column.Type} "
        + string.Join(", ", column.Annotations.Schema.Select(annotation => $"{annotation.Name}: {annotation.Type}").Order());

    private static void Near(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            double tolerance = 1e-5 * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{expected[i]} and {actual[i]} at {i}");
        }
    }
}
