using Microsoft.ML;
using VaeTransforms.Analysis;
using Xunit;
using static VaeTransforms.Tests.Contract.Conditions.Machines;

namespace VaeTransforms.Tests.Contract.Conditions;

/// <summary>Measures of a latent space whose decoder sees a condition: a row decodes under its own.</summary>
[Collection(typeof(Alone))]
public sealed class ConditionalLatentSpaceTests
{
    private const int Count = 300;

    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_code_is_decoded_under_the_condition_of_its_row()
    {
        IDataView data = View(_ml, Rows(Count));
        using VaeTransformer fitted = _ml.Transforms.VaeEncode("Latent", "Features", Options).Fit(data);
        VaeModel model = fitted.Model;
        float[][] rows = model.ReadRows(data);
        float[][] decoded = [.. rows.Select(row => model.Decode(model.Encode(row), row[Width..])[..Width])];

        LatentSpaceReport report = LatentSpace.Analyze(model, data);
        Assert.Equal(Count, report.Rows);
        var measure = new CompletenessMeasure(Normalized(model, rows), Width, report.Completeness.Neighbors);
        ManifoldOverlap codes = measure.Compare(Normalized(model, decoded), ofRows: true);
        Assert.Equal(codes, report.Completeness.Codes);
        Assert.Equal(model.Evaluate(data, samples: 1).Sampled.Elbo, report.Elbo, 1e-3);
        Assert.InRange(report.ImportanceBound.Gap, 0, 5);

        // Without the condition a code cannot tell three modes apart, so under another one it decodes to what is like few rows.
        float[][] other =
            [.. rows.Select((row, i) => model.Decode(model.Encode(row), rows[(i + 1) % Count][Width..])[..Width])];
        ManifoldOverlap shuffled = measure.Compare(Normalized(model, other), ofRows: true);
        Assert.True(shuffled.Coverage < codes.Coverage, $"{shuffled} and {codes}");
    }

    [Fact]
    public void Responses_are_those_of_features_under_the_condition_of_each_row()
    {
        IDataView data = View(_ml, Rows(Count));
        using VaeTransformer fitted = _ml.Transforms.VaeEncode("Latent", "Features", Options with { Epochs = 10 }).Fit(data);
        VaeModel model = fitted.Model;
        float[][] rows = model.ReadRows(data);

        SlotResponseReport report = LatentSpace.SlotResponses(model, data);

        Assert.Equal(Width, report.SlotNames!.Count);
        Assert.Equal(Width, report.SlotScales.Count);
        for (int j = 0; j < 2; j++)
        {
            float half = (float)(report.StepSizes[j] / 2);
            double[] sums = new double[Width];
            foreach (float[] row in rows)
            {
                float[] z = model.Encode(row);
                float[] below = model.Decode([.. z.Select((value, k) => k == j ? value - half : value)], row[Width..]);
                float[] above = model.Decode([.. z.Select((value, k) => k == j ? value + half : value)], row[Width..]);
                for (int slot = 0; slot < Width; slot++)
                {
                    sums[slot] += Math.Abs(above[slot] - below[slot]) / Count;
                }
            }

            Assert.All(sums.Zip(report.Responses[j]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void A_variant_with_a_condition_is_compared_with_one_without()
    {
        IDataView data = View(_ml, Rows(400));
        VaeOptions with = Options with { Epochs = 20 };

        LatentComparison comparison = LatentSpace.Compare(
            _ml,
            data,
            "Features",
            [new LatentVariant("alone", with with { ConditionColumnName = null }), new LatentVariant("with the mode", with)],
            new LatentComparisonOptions { Seeds = [1, 2] });

        LatentMeasure elbo = comparison.Measures.Single(measure => measure.Name == "ELBO");
        Assert.True(elbo.Values[1].Min() > elbo.Values[0].Max(), $"{elbo.Values[1].Min()} must be above {elbo.Values[0].Max()}.");
        Assert.All(elbo.Values.SelectMany(values => values), value => Assert.True(double.IsFinite(value)));
    }

    /// <summary>[rows, 4]: features in the encoder's units.</summary>
    private static float[] Normalized(VaeModel model, float[][] rows)
    {
        VaeTransforms.Model.TrainedVae trained = model.Trained;
        int conditions = model.ConditionSlots;
        return VaeTransforms.Model.InputUnits.NormalizedFeatures(
            trained, [.. rows.SelectMany(row => (float[])[.. row[..Width], .. new float[conditions]])]);
    }
}
