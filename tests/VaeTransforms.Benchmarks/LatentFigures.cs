using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Datasets;

namespace VaeTransforms.Benchmarks;

/// <summary>
/// Continuity and completeness of a VAE and of an autoencoder with the same network and seeds, as Markdown tables with 95 %
/// intervals over seeds: <c>latent [SHAPES|DIGITS|PATHS|SPEED …] [--seeds N] [--betas 1,0]</c>.
/// </summary>
internal static class LatentFigures
{
    private static readonly string[] All = ["shapes", "digits", "digits-minmax", "paths", "speed"];

    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        int seeds = 5;
        double[] betas = [1, 0];
        var parts = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--seeds" when i + 1 < args.Length:
                    seeds = int.Parse(args[++i], CultureInfo.InvariantCulture);
                    break;
                case "--betas" when i + 1 < args.Length:
                    betas = [.. args[++i].Split(',').Select(beta => double.Parse(beta, CultureInfo.InvariantCulture))];
                    break;
                case string part when All.Contains(part):
                    parts.Add(part);
                    break;
                default:
                    Console.Error.WriteLine(
                        $"'{args[i]}' is not an argument. The parts are {string.Join(", ", All)}; "
                        + "the options are --seeds N and --betas 1,0.");
                    return 2;
            }
        }

        var mlContext = new MLContext(1);
        foreach (string part in parts.Count > 0 ? parts : [.. All])
        {
            switch (part)
            {
                case "shapes":
                    (IDataView train, IDataView test) = ShapeRows(mlContext);
                    Compare(mlContext, "Shapes, 2 latent dimensions", train, ShapeNetwork, betas, seeds, test);
                    break;
                case "digits":
                    Compare(
                        mlContext,
                        "Digits, 8 latent dimensions, all defaults",
                        Digits.Load(mlContext),
                        DigitNetwork,
                        betas,
                        seeds);
                    break;
                case "digits-minmax":
                    Compare(
                        mlContext,
                        "Digits, 8 latent dimensions, pixels in [0, 1]",
                        Digits.Load(mlContext),
                        DigitNetwork with { Normalization = Normalization.MinMax },
                        betas,
                        seeds);
                    break;
                case "paths":
                    ShapePaths.Print(mlContext, betas, seeds);
                    break;
                case "speed":
                    LatentSpeed.Print(mlContext);
                    break;
            }
        }

        return 0;
    }

    private static VaeOptions DigitNetwork { get; } = new() { LatentDimension = 8, Normalization = Normalization.Standardize };

    // Two dimensions must encode kind, size, place and rotation, which takes more epochs than the default.
    private static VaeOptions ShapeNetwork { get; } = new()
    {
        LatentDimension = 2,
        HiddenLayers = [128, 64],
        Likelihood = Likelihood.Bernoulli,
        Epochs = 500,
        Patience = 500,
    };

    /// <summary>Shapes of any size, place and rotation. The test rows are not training rows.</summary>
    private static (IDataView Train, IDataView Test) ShapeRows(MLContext mlContext) => (
        mlContext.Data.Cache(Shapes.Generate(mlContext, rows: 3000, seed: 1)),
        mlContext.Data.Cache(Shapes.Generate(mlContext, rows: 1000, seed: 2)));

    private static void Compare(
        MLContext mlContext, string title, IDataView data, VaeOptions network, double[] betas, int seeds, IDataView? test = null)
    {
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        LatentComparison comparison = LatentSpace.Compare(
            mlContext,
            data,
            "Features",
            [.. betas.Select(beta => new LatentVariant($"Beta {beta}", network with { Beta = beta }))],
            new LatentComparisonOptions
            {
                Seeds = [.. Enumerable.Range(1, seeds)],
                TestData = test,
                Progress = new ErrorStreamProgress(),
            });
        Console.WriteLine(comparison);
        Console.WriteLine();
    }

    /// <summary>Writes progress to the error stream, so that the tables can be redirected to a file.</summary>
    private sealed class ErrorStreamProgress : IProgress<LatentComparisonProgress>
    {
        public void Report(LatentComparisonProgress value) => Console.Error.WriteLine(
            $"{value.Latest.Variant}, seed {value.Latest.Seed}: continuity {value.Latest.Report.Continuity.Value:F3}, "
            + $"completeness {value.Latest.Report.Completeness.Prior}");
    }
}
