using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Benchmarks.Anomaly;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>The likelihood of binary digits, by importance sampling, with the network of Burda and others 2016.</summary>
internal static class LikelihoodTable
{
    private const int Samples = 5000;

    // A draw also needs the density of each component: with all draws, half an hour does not suffice for 2,000 digits.
    private const int FewSamples = 500;

    // Tomczak and Welling 2018 train both priors with a warm-up, without which codes collapse in the first epochs. They have 500
    // pseudo-inputs, whose density takes most of a step.
    private const int PseudoInputs = 100;
    private static readonly Objective WarmUp = Objective.Elbo(1, KlAnnealing.Linear(0.25));

    private static readonly Dictionary<string, (Objective Objective, Prior Prior)> Models = new()
    {
        ["vae"] = (Objective.Elbo(1, KlAnnealing.None), Prior.StandardNormal),
        ["iwae-5"] = (Objective.Iwae(5), Prior.StandardNormal),
        ["iwae-50"] = (Objective.Iwae(50), Prior.StandardNormal),
        ["vae-warm-up"] = (WarmUp, Prior.StandardNormal),
        ["vampprior-warm-up"] = (WarmUp, Prior.VampPrior(PseudoInputs)),
    };

    /// <param name="folder">Of the files of MNIST.</param>
    /// <param name="fit">What is fitted.</param>
    /// <param name="testRows">Test rows at most.</param>
    /// <param name="output">Where the line goes.</param>
    /// <param name="error">Where the curve goes.</param>
    public static void Print(string folder, LikelihoodFit fit, int testRows, TextWriter output, TextWriter error)
    {
        if (!Models.TryGetValue(fit.Model, out (Objective Objective, Prior Prior) model))
        {
            throw new BenchmarkInputException($"'{fit.Model}' is not one of {string.Join(", ", Models.Keys)}.");
        }

        var mlContext = new MLContext(1);
        float[][] test = Mnist.Read(folder, "t10k", testRows).Bits(seed: 1);
        TimeSpan trained = File.Exists(fit.File) ? default : Train(mlContext, folder, fit, error);
        using VaeModel fitted = VaeModel.Load(fit.File);
        long measured = Stopwatch.GetTimestamp();
        var options = new LatentSpaceOptions
        {
            ImportanceRows = testRows,
            ImportanceSamples = model.Prior == Prior.StandardNormal ? Samples : FewSamples,
        };
        LatentSpaceReport report = LatentSpace.Analyze(fitted, FeatureRow.View(mlContext, test), options: options);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {fit.Name} | {trained.TotalMinutes:F0} "
            + $"| {-report.ImportanceBound.Bound:F2} ({options.ImportanceSamples}) "
            + $"| {-report.ImportanceBound.Elbo:F2} | {report.ActiveDimensions} "
            + $"| {Stopwatch.GetElapsedTime(measured).TotalMinutes:F0} |"));
    }

    /// <summary>Fits a model and saves it.</summary>
    /// <returns>The time of the fit, without that of runs that were killed.</returns>
    private static TimeSpan Train(MLContext mlContext, string folder, LikelihoodFit fit, TextWriter error)
    {
        (Objective objective, Prior prior) = Models[fit.Model];
        TimeSpan trained = default;
        using VaeModel? initial = fit.Initial();
        IDataView train = FeatureRow.View(mlContext, Mnist.Read(folder, "train").Pixels);
        VaeEstimator estimator = mlContext.Transforms.VaeEncode("Latent", "Features", new VaeOptions
        {
            Network = VaeNetwork.Dense([200, 200], Layer.Tanh),
            LatentDimension = 50,
            Likelihood = Likelihood.Bernoulli,
            DynamicBinarization = true,
            Objective = objective,
            Prior = prior,
            BatchSize = 100,
            Epochs = fit.Epochs,
            LearningRate = 1e-3,
            ValidationFraction = 0,
            Seed = 1,
            Checkpoint = new VaeCheckpoint(fit.State),
            Progress = new Heard(progress =>
            {
                trained = progress.Elapsed;
                if (progress.Latest.Epoch % Math.Max(1, fit.Epochs / 20) == 0)
                {
                    error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{fit.Model}, epoch {progress.Latest.Epoch}, {trained.TotalMinutes:F1} minutes: "
                            + $"{progress.Latest.Train}"));
                }
            }),
        });
        using VaeTransformer fitted = initial is null ? estimator.Fit(train) : estimator.Fit(train, null, initial);
        fitted.Model.Save(fit.File);
        Directory.Delete(fit.State, recursive: true);
        return trained;
    }
}
