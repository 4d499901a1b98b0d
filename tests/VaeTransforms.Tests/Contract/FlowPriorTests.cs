using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Models whose prior is a flow: bounds, and files that other processes read.</summary>
public sealed class FlowPriorTests
{
    private static readonly VaeOptions Flow = Quick with { Prior = Prior.AutoregressiveFlow(steps: 2, units: 16) };

    [Fact]
    public void The_mean_ELBO_with_a_flow_is_below_the_importance_weighted_bound()
    {
        var ml = new MLContext(1);
        using VaeTransformer fitted = ml.Transforms
            .VaeEncode("Latent", "Features", Flow with { Epochs = 40 }).Fit(View(ml, Rows(300)));

        LatentSpaceReport report = LatentSpace.Analyze(fitted.Model, View(ml, Rows(200, seed: 6)));

        double elbo = -(report.Rate + report.Distortion);
        Assert.True(elbo <= report.ImportanceBound!.Bound + 0.05, $"{elbo} above {report.ImportanceBound}");
        Assert.True(report.ImportanceBound.Bound < elbo + 5, $"{elbo} far below {report.ImportanceBound}");
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_loaded_pipeline_with_a_flow_gives_what_the_fitted_one_gives(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = View(ml, Rows(100));
        ITransformer fitted = subject.Create(ml, Flow with { Epochs = 5 }).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        Sheet[] withNaN = Rows(30, seed: 4);
        withNaN[7].Features[2] = float.NaN;

        Dictionary<string, float[][]> expected = Table.Read(fitted.Transform(View(ml, withNaN)));
        Table.AssertNear(expected, Table.Read(loaded.Transform(View(ml, withNaN))));
        Assert.All(
            expected.Where(column => column.Key is "Kl" or "Surprise" or "Score"),
            column => Assert.Equal([7], Enumerable.Range(0, 30).Where(row => float.IsNaN(column.Value[row][0]))));

        // The model gives the same, one row at a time too.
        using VaeModel model = VaeModel.FromTransformer(loaded);
        float[][] rows = [.. withNaN.Select(row => row.Features)];
        float[] scores = model.Score(rows);
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.Equal(scores[row], model.Score(rows[row]), 1e-3f);
        }

        (loaded as IDisposable)?.Dispose();
    }
}
