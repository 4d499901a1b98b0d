using Microsoft.ML;
using VaeTransforms.Tests.Pipeline;
using Xunit;

namespace VaeTransforms.Tests.Analysis;

public sealed class UdrTests
{
    private static readonly IDataView Data = Views.Singles(LatentPoints.Prior(1_000, 3, seed: 1));

    [Fact]
    public void Models_that_differ_in_order_sign_and_scale_of_their_dimensions_agree_completely()
    {
        using VaeModel first = LinearModels.Identity(3);
        using VaeModel second = Encoding([0, 2, 0], [0, 0, -3], [0.5f, 0, 0]);
        UdrReport report = LatentSpace.Udr([first, second], Data);

        // Independent dimensions still correlate a little in 1,000 rows.
        Assert.InRange(report.Mean, 0.9, 1);
        Assert.Equal([3, 3], report.InformativeDimensions);
    }

    [Fact]
    public void Models_rotated_against_each_other_by_45_degrees_agree_by_half_in_that_plane()
    {
        using VaeModel first = LinearModels.Identity(3);
        using VaeModel second = Encoding([1, 1, 0], [1, -1, 0], [0, 0, 1]);

        // Two equal similarities r have strength r² / 2r. Spearman's correlation of a normal pair with ρ = √½ is
        // 6/π asin(ρ/2) = 0.690.
        Assert.Equal(((4 * 0.690 / 2) + 2) / 6, LatentSpace.Udr([first, second], Data).Mean, 0.04);
    }

    [Fact]
    public void Dimensions_that_collapsed_to_the_prior_are_not_compared()
    {
        using VaeModel first = LinearModels.Create([[1, 0], [0, 1], [0, 0]], [[1, 0, 0], [0, 1, 0]], [-2, -2]);
        using VaeModel second = LinearModels.Create(
            [[1, 0, 1e-4f], [0, 1, 0], [0, 0, 0]], LinearModels.Unit(3), [-2, -2, 0]);
        UdrReport report = LatentSpace.Udr([first, second], Data);
        Assert.Equal([2, 2], report.InformativeDimensions);
        Assert.InRange(report.Mean, 0.9, 1);
    }

    [Fact]
    public void A_model_without_informative_dimensions_agrees_with_none()
    {
        using VaeModel first = LinearModels.Identity(3);
        using VaeModel second = LinearModels.Create([[0], [0], [0]], [[1, 1, 1]], [0]);
        UdrReport report = LatentSpace.Udr([first, second], Data);
        Assert.Equal([0, 0], report.Scores);
    }

    [Fact]
    public void A_models_score_is_the_median_of_its_agreements()
    {
        using VaeModel first = LinearModels.Identity(3);
        using VaeModel second = LinearModels.Identity(3);
        using VaeModel odd = LinearModels.Create([[0], [0], [0]], [[1, 1, 1]], [0]);
        UdrReport report = LatentSpace.Udr([first, second, odd], Data);
        Assert.Equal(report.Agreement[0][1] / 2, report.Scores[0], 1e-12);
        Assert.Equal(0, report.Scores[2]);
        Assert.StartsWith("UDR ", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"Scores\"", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_model_and_two_rows_are_refused()
    {
        using VaeModel model = LinearModels.Identity(3);
        Assert.StartsWith(
            "UDR compares models of several seeds, so it needs at least 2 models, but it got 1.",
            Assert.Throws<ArgumentException>(() => LatentSpace.Udr([model], Data)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "UDR correlates codes over rows, so it needs at least 3 rows with finite values, but the view has 2, "
                + "and 1 with NaN or infinity. Give more rows.",
            Assert.Throws<ArgumentException>(
                () => LatentSpace.Udr([model, model], Views.Singles([1, 2, 3], [float.NaN, 1, 2], [4, 5, 6]))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>A model with three latent dimensions, each a combination of the inputs.</summary>
    private static VaeModel Encoding(params float[][] dimensions) => LinearModels.Create(
        [.. Enumerable.Range(0, 3).Select(slot => dimensions.Select(weights => weights[slot]).ToArray())],
        LinearModels.Unit(3),
        [-2, -2, -2]);
}
