using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract;

/// <summary>Options are refused when they are set, by name, rule and value; rules between them when an estimator is made.</summary>
public sealed class BadOptionsTests
{
    private static readonly MLContext Context = new(1);

    private static readonly (string Message, Func<object> Set)[] OutOfRange =
    [
        ("LatentDimension must be from 1 to 65536, or null to have it chosen from the data's width. It was 0.", () => Quick with { LatentDimension = 0 }),
        ("LatentDimension must be from 1 to 65536, or null to have it chosen from the data's width. It was -3.", () => new VaeOptions { LatentDimension = -3 }),
        ("LatentDimension must be from 1 to 65536, or null to have it chosen from the data's width. It was 2147483647.", () => Context.Transforms.VaeEncode("Latent", "Features", int.MaxValue)),
        ("HiddenLayers must hold numbers from 1 to 65536, or be null to have them chosen from the data's width. It was [8, 0].", () => Quick with { HiddenLayers = [8, 0] }),
        ("Activation must be one of Silu, Relu and Tanh. It was 9.", () => Quick with { Activation = (Activation)9 }),
        ("Likelihood must be Likelihood.Gaussian, Likelihood.StudentT or Likelihood.Bernoulli. It was null.", () => Quick with { Likelihood = null! }),
        ("degreesOfFreedom must be above 2, so that the variance exists, and at most 100; for more use Likelihood.Gaussian. It was 2.", () => Likelihood.StudentT(2)),
        ("degreesOfFreedom must be above 2, so that the variance exists, and at most 100; for more use Likelihood.Gaussian. It was 101.", () => Likelihood.StudentT(101)),
        ("degreesOfFreedom must be above 2, so that the variance exists, and at most 100; for more use Likelihood.Gaussian. It was NaN.", () => Likelihood.StudentT(double.NaN)),
        ("Normalization must be one of Automatic, None, Standardize, MinMax and Quantile. It was null.", () => Quick with { Normalization = null! }),
        ("Beta must be a finite number in [0, ∞); 1 gives the standard VAE. It was NaN.", () => Quick with { Beta = double.NaN }),
        ("Beta must be a finite number in [0, ∞); 1 gives the standard VAE. It was -0.1.", () => Quick with { Beta = -0.1 }),
        ("Beta must be a finite number in [0, ∞); 1 gives the standard VAE. It was Infinity.", () => Quick with { Beta = double.PositiveInfinity }),
        ("KlWarmup must be in [0, 1); 0 gives the full weight from the first step. It was 1.", () => Quick with { KlWarmup = 1 }),
        ("KlWarmup must be in [0, 1); 0 gives the full weight from the first step. It was NaN.", () => Quick with { KlWarmup = double.NaN }),
        ("Epochs must be at least 1, or null to have it chosen from the number of rows. It was 0.", () => Quick with { Epochs = 0 }),
        ("BatchSize must be at least 1, or null to have it chosen from the number of rows. It was -32.", () => Quick with { BatchSize = -32 }),
        ("LearningRate must be a finite number above 0. It was 0.", () => Quick with { LearningRate = 0 }),
        ("LearningRate must be a finite number above 0. It was NaN.", () => Quick with { LearningRate = double.NaN }),
        ("LearningRate must be a finite number above 0. It was Infinity.", () => Quick with { LearningRate = double.PositiveInfinity }),
        ("GradientClipNorm must be above 0; double.PositiveInfinity turns clipping off. It was 0.", () => Quick with { GradientClipNorm = 0 }),
        ("GradientClipNorm must be above 0; double.PositiveInfinity turns clipping off. It was NaN.", () => Quick with { GradientClipNorm = double.NaN }),
        ("ValidationFraction must be in [0, 1); 0 turns early stopping off. It was 1.", () => Quick with { ValidationFraction = 1 }),
        ("ValidationFraction must be in [0, 1); 0 turns early stopping off. It was NaN.", () => Quick with { ValidationFraction = double.NaN }),
        ("Patience must be at least 1; to turn early stopping off set ValidationFraction to 0. It was 0.", () => Quick with { Patience = 0 }),
        ("LogVarianceColumnName must be a column name, or null for no such column. It was ''.", () => Quick with { LogVarianceColumnName = "" }),
        ("ReconstructionColumnName must be a column name, or null for no such column. It was ' '.", () => Quick with { ReconstructionColumnName = " " }),
        ("KlDivergenceColumnName must be a column name, or null for no such column. It was ''.", () => Quick with { KlDivergenceColumnName = "" }),
        ("ReconstructionErrorColumnName must be a column name, or null for no such column. It was ''.", () => Quick with { ReconstructionErrorColumnName = "" }),
        ("ScoreColumnName must be a column name, or null for no such column. It was '\t'.", () => Quick with { ScoreColumnName = "\t" }),
        ("Contamination must be in (0, 0.5]; 0.05 lets one row in twenty count as anomalous. It was 0.", () => new VaeAnomalyOptions { Contamination = 0 }),
        ("Contamination must be in (0, 0.5]; 0.05 lets one row in twenty count as anomalous. It was 0.6.", () => new VaeAnomalyOptions() with { Contamination = 0.6 }),
        ("Contamination must be in (0, 0.5]; 0.05 lets one row in twenty count as anomalous. It was NaN.", () => new VaeAnomalyOptions { Contamination = double.NaN }),
        ("Vae must not be null. It was null.", () => new VaeAnomalyOptions { Vae = null! }),
    ];

    private static readonly (string Message, Func<object> Make)[] Contradictions =
    [
        ("The name of the output column is empty. Name the column to add.", () => Context.Transforms.VaeEncode("")),
        ("The name of the output column is empty. Name the column to add.", () => Context.Transforms.VaeEncode(null!)),
        ("The name of the input column is empty. Name the vector column to read.", () => Context.Transforms.VaeEncode("Latent", " ")),
        ("The name of the input column is empty. Name the vector column to read.", () => Context.AnomalyDetection.Trainers.Vae("")),
        ("The name of the input column is empty. Name the vector column to read.", () => Context.AnomalyDetection.Trainers.Vae(null!)),
        ("Two output columns have the name 'Twice'. Give each a name of its own.", () => Context.Transforms.VaeEncode("Latent", "Features", Quick with { KlDivergenceColumnName = "Twice", ScoreColumnName = "Twice" })),
        ("Two output columns have the name 'PredictedLabel'. Give each a name of its own.", () => Detector(Quick with { ScoreColumnName = "PredictedLabel" })),
        ("The KlDivergence column has the name of the input column, 'Features', and would hide it. Give it a name of its own.", () => Context.Transforms.VaeEncode("Latent", "Features", Quick with { KlDivergenceColumnName = "Features" })),
        ("The Score column has the name of the input column, 'Score', and would hide it. Give it a name of its own.", () => Context.AnomalyDetection.Trainers.Vae("Score")),
        ("The predicted label column has the name of the input column, 'PredictedLabel', and would hide it. Give it a name of its own.", () => Context.AnomalyDetection.Trainers.Vae("PredictedLabel")),
        ("The column name 'VaeTransforms.Mean' starts with 'VaeTransforms.', which saved pipelines keep for columns of their own. Use another name.", () => Context.Transforms.VaeEncode("VaeTransforms.Mean", "Features")),
        ("The column name 'VaeTransforms.Score' starts with 'VaeTransforms.', which saved pipelines keep for columns of their own. Use another name.", () => Context.AnomalyDetection.Trainers.Vae("VaeTransforms.Score")),
        ("Likelihood.Bernoulli needs values in [0, 1], but Normalization is Standardize, which gives values around 0. Use Normalization.MinMax or None, or Likelihood.Gaussian.", () => Context.Transforms.VaeEncode("Latent", "Features", Quick with { Likelihood = Likelihood.Bernoulli, Normalization = Normalization.Standardize })),
        ("Likelihood.Bernoulli needs values in [0, 1], but Normalization is Quantile, which gives values around 0. Use Normalization.MinMax or None, or Likelihood.Gaussian.", () => Context.Transforms.VaeEncode("Latent", "Features", Quick with { Likelihood = Likelihood.Bernoulli, Normalization = Normalization.Quantile })),
        ("Likelihood.Bernoulli needs values in [0, 1], but Normalization is Standardize, which gives values around 0. Use Normalization.MinMax or None, or Likelihood.Gaussian.", () => Detector(Quick with { Likelihood = Likelihood.Bernoulli, Normalization = Normalization.Standardize })),
        ("Vae.ValidationFraction must be above 0: the threshold for Contamination = 0.05 is a quantile of scores on rows that were not trained on. Use 0.2, or VaeEncode with a ScoreColumnName for scores without a threshold.", () => Detector(Quick with { ValidationFraction = 0 })),
    ];

    public static TheoryData<int> Ranges => [.. Enumerable.Range(0, OutOfRange.Length)];

    public static TheoryData<int> Combinations => [.. Enumerable.Range(0, Contradictions.Length)];

    [Theory]
    [MemberData(nameof(Ranges))]
    public void A_value_out_of_range_is_refused_when_it_is_set(int row)
    {
        (string message, Func<object> set) = OutOfRange[row];
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(set);

        Assert.Equal($"{message} (Parameter '{thrown.ParamName}')", thrown.Message);
        Assert.StartsWith(thrown.ParamName + " ", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void What_cannot_go_together_is_refused_when_the_estimator_is_made(int row)
    {
        (string message, Func<object> make) = Contradictions[row];

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_catalog_or_missing_options_are_named()
    {
        Assert.Throws<ArgumentNullException>("catalog", () => VaeCatalog.VaeEncode(null!, "Latent"));
        Assert.Throws<ArgumentNullException>("catalog", () => VaeCatalog.Vae(null!));
        Assert.Throws<ArgumentNullException>("options", () => Context.Transforms.VaeEncode("Latent", "Features", (VaeOptions)null!));
    }

    [Fact]
    public void A_detector_holds_out_a_fifth_unless_its_options_say_otherwise()
    {
        Assert.Equal(0.1, new VaeOptions().ValidationFraction);
        Assert.Equal(0.2, new VaeAnomalyOptions().Vae.ValidationFraction);
        Assert.Equal(0.2, new VaeAnomalyOptions { Vae = new() { Epochs = 3 } }.Vae.ValidationFraction);
        Assert.Equal(0.2, (new VaeAnomalyOptions() with { Vae = new VaeOptions() with { Seed = 1 } }).Vae.ValidationFraction);
        Assert.Equal(0.1, new VaeAnomalyOptions { Vae = new() { ValidationFraction = 0.1 } }.Vae.ValidationFraction);
        Assert.Equal(0.3, new VaeAnomalyOptions { Vae = new VaeOptions { ValidationFraction = 0.3 } with { Seed = 1 } }.Vae.ValidationFraction);
        Assert.Equal(new VaeAnomalyOptions(), new VaeAnomalyOptions { Vae = new() });
    }

    [Fact]
    public void A_list_that_is_changed_after_it_was_given_changes_nothing()
    {
        List<int> layers = [8, 4];
        var options = new VaeOptions { HiddenLayers = layers };

        layers[0] = -1;

        Assert.Equal([8, 4], options.HiddenLayers);
    }

    private static VaeAnomalyEstimator Detector(VaeOptions options) =>
        Context.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions { Vae = options });
}
