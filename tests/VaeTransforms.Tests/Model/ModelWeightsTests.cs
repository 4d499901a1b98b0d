using VaeTransforms.Model;
using Xunit;

namespace VaeTransforms.Tests.Model;

public sealed class ModelWeightsTests
{
    private static readonly VaeArchitecture Architecture = TestModels.Architecture(5, 2, [4, 3]);

    [Fact]
    public void Arrays_come_back_under_the_names_they_were_created_with()
    {
        float next = 0;
        var given = new Dictionary<string, float[]>();
        var weights = ModelWeights.Create(
            Architecture, Normalization.Standardize, shape => given[shape.Name] = Numbers((int)shape.Count));

        Assert.All(given, array => Assert.Same(array.Value, weights[array.Key].Values));
        Assert.Equal(given.Keys, weights.Arrays.Select(array => array.Name));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => next++)];
    }

    [Fact]
    public void Arrays_stand_in_the_order_in_which_a_row_meets_them() => Assert.Equal(
        [
            "input.offset", "input.scale",
            "encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias", "heads.weight", "heads.bias",
            "decoder.0.weight", "decoder.0.bias", "decoder.2.weight", "decoder.2.bias", "output.weight", "output.bias",
            "likelihood.log_variance",
        ],
        ModelWeights.Shapes(Architecture, Normalization.Standardize).Select(shape => shape.Name));

    [Fact]
    public void An_architecture_shows_its_widths() => Assert.Equal("5-4-3-2-3-4-5", Architecture.ToString());
}
