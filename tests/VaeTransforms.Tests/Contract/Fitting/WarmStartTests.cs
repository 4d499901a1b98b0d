using Microsoft.ML;
using Xunit;
using static VaeTransforms.Tests.Contract.Sheets;

namespace VaeTransforms.Tests.Contract.Fitting;

/// <summary>Training that starts from a model.</summary>
public sealed class WarmStartTests
{
    private const double TinyRate = 1e-12;

    private static readonly MLContext Ml = new(1);

    private static readonly VaeOptions Options = new() { LatentDimension = 3, HiddenLayers = [16], Epochs = 5, BatchSize = 32 };

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_first_epoch_has_the_ELBO_of_the_initial_model(Subject subject)
    {
        IDataView train = View(Ml, Rows(300));
        IDataView validation = View(Ml, Rows(80, seed: 1));
        ITransformer first = subject.Create(Ml, Options).Fit(train, validation);
        using var disposable = (IDisposable)first;

        ITransformer second = subject.Create(Ml, Options with { LearningRate = TinyRate, Epochs = 1 })
            .Fit(train, validation, Subjects.ModelOf(first));
        using var alsoDisposable = (IDisposable)second;

        // Both use the same noise for the held-out rows.
        TrainingReport report = ((FittedVae)second).Report;
        Assert.Equal(((FittedVae)first).Report.Best.Validation!.Value.Elbo, report.Best.Validation!.Value.Elbo, 1e-3);
        Assert.Equal(1, report.Best.KlWeight);
    }

    [Fact]
    public void Continuing_improves_and_ends_better_than_as_many_epochs_from_random_weights()
    {
        IDataView train = View(Ml, Rows(300));
        IDataView validation = View(Ml, Rows(80, seed: 1));
        VaeEstimator estimator = Ml.Transforms.VaeEncode("Latent", "Features", Options with { KlWarmup = 0 });
        using VaeTransformer first = estimator.Fit(train, validation);

        using VaeTransformer second = estimator.Fit(train, validation, first.Model);
        using VaeTransformer again = estimator.Fit(train, validation, first.Model);

        Assert.True(second.Report.Summary.Elbo > first.Report.Summary.Elbo + 0.5, $"{first.Report}\n{second.Report}");
        Assert.Equal(second.Report.Summary, again.Report.Summary);
    }

    [Fact]
    public void Network_likelihood_and_normalization_are_those_of_a_loaded_model()
    {
        VaeOptions options = Options with { Likelihood = Likelihood.StudentT(5), Normalization = Normalization.MinMax };
        using VaeTransformer first = Ml.Transforms.VaeEncode("Latent", "Features", options).Fit(View(Ml, Rows(200)));
        using var file = new MemoryStream();
        first.Model.Save(file);
        file.Position = 0;
        using VaeModel loaded = VaeModel.Load(file);

        // Other rows, on another scale: what the model learned of the scale is kept.
        Sheet[] others = Rows(200, seed: 2);
        Array.ForEach(others, row => row.Features = [.. row.Features.Select(value => (1.2f * value) + 3)]);
        using VaeTransformer second =
            Ml.Transforms.VaeEncode("Latent", "Features", new VaeOptions { Epochs = 2 }).Fit(View(Ml, others), null, loaded);

        Assert.Equal(first.Model.Architecture, second.Model.Architecture);
        Assert.Equal(Normalization.MinMax, second.Model.Normalization);
        Assert.All(new[] { "input.offset", "input.scale" }, name => Assert.Equal(
            first.Model.Trained.Weights[name].Values, second.Model.Trained.Weights[name].Values));
        Assert.NotEqual(
            first.Model.Trained.Weights["heads.weight"].Values, second.Model.Trained.Weights["heads.weight"].Values);
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("ab", false)]
    public void Categories_that_the_initial_model_does_not_have_are_warned_of(string kinds, bool warns)
    {
        var ml = new MLContext(1);
        VaeOptions options = Options with { Epochs = 2, LatentDimension = 1, ValidationFraction = 0 };
        using VaeTransformer first = ml.Transforms.VaeEncode("Latent", ["Value", "Kind"], options).Fit(Kinds("ab"));
        List<string> warnings = LogWarnings.Of(ml);

        ml.Transforms.VaeEncode("Latent", ["Value", "Kind"], options).Fit(Kinds(kinds), null, first.Model).Dispose();

        string[] about = [.. warnings.Where(warning => warning.Contains("The initial model", StringComparison.Ordinal))];
        Assert.Equal(warns ? 1 : 0, about.Length);
        Assert.All(about, warning => Assert.Contains("'Kind': 30 of 90 training rows", warning, StringComparison.Ordinal));

        IDataView Kinds(string names) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 90)
            .Select(i => new Sort { Value = i % 7, Kind = $"{names[i % names.Length]}" }));
    }

    [Fact]
    public void Without_validation_data_the_options_choose_the_held_out_rows()
    {
        using VaeTransformer first = Ml.Transforms.VaeEncode("Latent", "Features", Options).Fit(View(Ml, Rows(200)));
        VaeAnomalyOptions options = new() { Vae = Options with { HoldOut = HoldOut.Blocks(gap: 2) } };

        using VaeAnomalyTransformer detector =
            Ml.AnomalyDetection.Trainers.Vae("Features", options).Fit(View(Ml, Rows(200, seed: 1)), null, first.Model);

        Assert.Equal((142, 40), (detector.Report.Summary.TrainingRows, detector.Report.Summary.ValidationRows));
        Assert.Equal(40, detector.Threshold.HeldOutRows);
    }

    private sealed class Sort
    {
        public float Value { get; set; }

        public string Kind { get; set; } = "";
    }
}
