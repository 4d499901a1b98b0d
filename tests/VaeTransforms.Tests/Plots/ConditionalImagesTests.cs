using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Datasets;
using VaeTransforms.Plots;
using Xunit;

namespace VaeTransforms.Tests.Plots;

/// <summary>Pictures of a model that decodes under a condition.</summary>
[Collection(typeof(Alone))]
public sealed class ConditionalImagesTests
{
    private static readonly MLContext Ml = new(1);

    private static readonly VaeOptions Options = new()
    {
        LatentDimension = 2,
        HiddenLayers = [16],
        Epochs = 3,
        Seed = 1,
        ConditionColumnName = "Label",
    };

    [Fact]
    public void They_show_the_features_under_the_condition_that_is_given()
    {
        IDataView data = Ml.Data.TakeRows(Digits.Load(Ml), 200);
        using VaeTransformer fitted = Ml.Transforms.VaeEncode("Latent", "Features", Options).Fit(data);
        VaeModel model = fitted.Model;
        Assert.Equal(10, model.ConditionSlots);
        Func<float[]?, Picture>[] pictures =
        [
            condition => ManifoldGrid.Draw(model, side: 3, condition: condition),
            condition => TraversalStrips.Draw(model, steps: 3, condition: condition),
            condition => InterpolationStrips.Draw(model, [-1, 0], [1, 1], steps: 3, condition: condition),
        ];
        Assert.All(pictures, draw =>
        {
            byte[] zeros = draw(model.Condition("0")).ToPng();
            Assert.Equal(zeros, draw(model.Condition("0")).ToPng());
            Assert.NotEqual(zeros, draw(model.Condition("1")).ToPng());
            var refusal = Assert.Throws<InvalidOperationException>(() => draw(null));
            Assert.Contains("'Label'", refusal.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => draw([1, 2]));
        });

        // The same tiles as those of the features alone.
        float[][] features = [.. data.GetColumn<float[]>("Features").Take(4)];
        float[][] reconstructed = [.. model.Reconstruct(model.ReadRows(data)[..4]).Select(row => row[..64])];
        byte[] expected = Reconstructions.Draw(features, reconstructed).ToPng();
        Assert.Equal(expected, Reconstructions.Draw(model, data, count: 4).ToPng());
        Assert.Equal(expected, Reconstructions.Draw(model, model.ReadRows(data)[..4]).ToPng());
    }

    [Fact]
    public void A_model_without_a_condition_refuses_one()
    {
        IDataView data = Ml.Data.TakeRows(Digits.Load(Ml), 100);
        using VaeTransformer fitted = Ml.Transforms
            .VaeEncode("Latent", "Features", Options with { ConditionColumnName = null, Epochs = 1 }).Fit(data);

        Assert.Equal(0, fitted.Model.ConditionSlots);
        Assert.Throws<InvalidOperationException>(() => ManifoldGrid.Draw(fitted.Model, side: 3, condition: [1]));
    }
}
