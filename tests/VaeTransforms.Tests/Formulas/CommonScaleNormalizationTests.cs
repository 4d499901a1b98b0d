using Microsoft.ML;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Datasets;
using VaeTransforms.Numerics;
using VaeTransforms.Training;
using Xunit;

namespace VaeTransforms.Tests.Formulas;

public sealed class CommonScaleNormalizationTests
{
    private static readonly VaeOptions Quick = new() { Epochs = 1, Seed = 1, LatentDimension = 2, HiddenLayers = [4] };

    [Fact]
    public void All_slots_that_vary_are_divided_by_the_root_of_their_mean_variance()
    {
        // Variances 4 and 16, and a constant slot that does not count.
        var rows = new RowMatrix([1, 0, 7, 5, 8, 7], 3);
        LearnedNormalization learned = LearnedNormalization.Learn(Normalization.CommonScale, rows, rows.Indices);

        float common = MathF.Sqrt((4 + 16) / 2f);
        Assert.Equal([3f, 4f, 7f], learned.Arrays["offset"]);
        Assert.Equal([common, common, 1f], learned.Arrays["scale"]);
    }

    [Fact]
    public void Rows_of_constant_slots_alone_are_divided_by_1()
    {
        var rows = new RowMatrix([3, 4, 3, 4], 2);
        LearnedNormalization learned = LearnedNormalization.Learn(Normalization.CommonScale, rows, rows.Indices);

        Assert.Equal([1f, 1f], learned.Arrays["scale"]);
    }

    [Fact]
    public void Ratios_of_deviations_stay_as_they_are()
    {
        (float[][] digits, _) = Digits.Read();
        var rows = new RowMatrix([.. digits.SelectMany(row => row)], Digits.Side * Digits.Side);
        var moments = new ColumnMoments(rows, rows.Indices);
        LearnedNormalization learned = LearnedNormalization.Learn(Normalization.CommonScale, rows, rows.Indices);
        int[] varying = [.. Enumerable.Range(0, rows.Width).Where(slot => !moments.IsConstant(slot))];

        Assert.Single(varying.Select(slot => learned.Arrays["scale"][slot]).Distinct());
        Assert.Equal(
            1, varying.Average(slot => Math.Pow(moments.Deviation(slot) / learned.Arrays["scale"][slot], 2)), precision: 5);
    }

    [Theory]
    [InlineData(true, new float[] { 0, 0, 0 }, new float[] { 16, 16, 2 })]
    [InlineData(true, new float[] { 0, 0, 5 }, new float[] { 1, 1, 5 })]
    [InlineData(true, new float[] { -1, -1 }, new float[] { 1, 1 })]
    [InlineData(false, new float[] { 0, 0 }, new float[] { 16, 2 })]
    [InlineData(false, new float[] { 0, 0, 0, 0 }, new float[] { 16, 16, 2, 2 })]
    [InlineData(false, new float[] { 0, 0, -3 }, new float[] { 1, 1, 250 })]
    [InlineData(false, new float[] { 0, 1, 2 }, new float[] { 16, 16, 16 })]
    [InlineData(false, new float[] { 0, 5 }, new float[] { 1, 5 })]
    [InlineData(false, new float[] { float.NaN, 5 }, new float[] { float.NaN, 5 })]
    public void Slots_are_on_one_scale_if_more_than_half_of_those_that_vary_reach_each_bound(bool fits, float[] min, float[] max)
    {
        Assert.Equal(fits, CommonScaleNormalization.Fits(min, max));
    }

    [Fact]
    public void An_encoder_of_pixels_has_a_common_scale_by_default()
    {
        var mlContext = new MLContext();
        using VaeTransformer fitted = mlContext.Transforms.VaeEncode("Latent", "Features", Quick).Fit(Digits.Load(mlContext));

        Assert.Equal(Normalization.CommonScale, fitted.Report.Normalization);
        Assert.Equal(Likelihood.IsotropicGaussian, fitted.Model.Architecture.Likelihood);
    }

    [Fact]
    public void An_encoder_of_measurements_in_their_own_units_standardizes_by_default()
    {
        var mlContext = new MLContext();
        using VaeTransformer fitted =
            mlContext.Transforms.VaeEncode("Latent", "Features", Quick).Fit(BreastCancer.Load(mlContext));

        Assert.Equal(Normalization.Standardize, fitted.Report.Normalization);
        Assert.Equal(Likelihood.Gaussian, fitted.Model.Architecture.Likelihood);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_detector_of_pictures_has_a_common_scale_by_default(bool byNetwork)
    {
        var mlContext = new MLContext();
        (float[][] rows, _) = Digits.Read();
        int[] picture = [1, Digits.Side, Digits.Side];
        IDataView digits = FeatureRow.View(mlContext, rows[..300], byNetwork ? [] : picture);
        VaeOptions options = byNetwork
            ? new VaeOptions
            {
                Epochs = 1,
                Seed = 1,
                LatentDimension = 2,
                Network = VaeNetwork.Convolutional([4], input: new TensorShape(picture)),
            }
            : Quick;
        using VaeAnomalyTransformer fitted = mlContext.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = options }).Fit(digits);

        Assert.Equal(Normalization.CommonScale, fitted.Report.Normalization);
        Assert.Equal(Likelihood.IsotropicGaussian, fitted.Model.Architecture.Likelihood);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_detector_of_vectors_standardizes_by_default(bool optionsAreSet)
    {
        var mlContext = new MLContext();
        VaeAnomalyOptions options = optionsAreSet
            ? new VaeAnomalyOptions { Vae = Quick with { ValidationFraction = 0.3 } }
            : new VaeAnomalyOptions { Vae = Quick };
        using VaeAnomalyTransformer fitted =
            mlContext.AnomalyDetection.Trainers.Vae("Features", options).Fit(Digits.Load(mlContext));

        Assert.Equal(Normalization.Standardize, fitted.Report.Normalization);
    }

    [Fact]
    public void What_the_caller_sets_is_not_chosen_again()
    {
        var mlContext = new MLContext();
        IDataView digits = Digits.Load(mlContext);
        using VaeTransformer encoder = mlContext.Transforms
            .VaeEncode("Latent", "Features", Quick with { Normalization = Normalization.Standardize })
            .Fit(digits);
        using VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers
            .Vae("Features", new VaeAnomalyOptions { Vae = Quick with { Normalization = Normalization.CommonScale } })
            .Fit(digits);

        using VaeTransformer gaussian = mlContext.Transforms
            .VaeEncode("Latent", "Features", Quick with { Likelihood = Likelihood.Gaussian })
            .Fit(digits);

        Assert.Equal(Normalization.Standardize, encoder.Report.Normalization);
        Assert.Equal(Likelihood.Gaussian, encoder.Model.Architecture.Likelihood);
        Assert.Equal(Normalization.CommonScale, detector.Report.Normalization);
        Assert.Equal(Normalization.CommonScale, gaussian.Report.Normalization);
        Assert.Equal(Likelihood.Gaussian, gaussian.Model.Architecture.Likelihood);
    }
}
