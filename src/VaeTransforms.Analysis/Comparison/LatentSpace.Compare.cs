using Microsoft.ML;
using VaeTransforms.Analysis;
using VaeTransforms.Fitting;
using VaeTransforms.Pipeline;
using VaeTransforms.Reading;

namespace VaeTransforms;

public static partial class LatentSpace
{
    /// <summary>
    /// Trains one network as a VAE, Beta = 1, and as an autoencoder, Beta = 0, with the same seeds and rows, and compares their
    /// latent spaces. The table shows the effect of the KL divergence.
    /// </summary>
    /// <param name="mlContext">The context to train in.</param>
    /// <param name="data">The rows. Every fit reads them again, so cache them if reading is slow.</param>
    /// <param name="inputColumnName">The column to read: a vector of Single or Double with a fixed size.</param>
    /// <param name="network">How to train. Beta and Seed are replaced. Default: null, for all defaults.</param>
    /// <param name="options">Seeds, rows to measure on, and measures. Default: null, for all defaults.</param>
    /// <inheritdoc
    /// cref="Compare(MLContext, IDataView, string, IReadOnlyList{LatentVariant}, LatentComparisonOptions?)"
    /// path="/*[self::returns or self::exception]"/>
    public static LatentComparison Compare(
        MLContext mlContext,
        IDataView data,
        string inputColumnName,
        VaeOptions? network = null,
        LatentComparisonOptions? options = null)
    {
        network ??= new VaeOptions();
        return Compare(
            mlContext,
            data,
            inputColumnName,
            [
                new LatentVariant("VAE (Beta 1)", network with { Beta = 1 }),
                new LatentVariant("autoencoder (Beta 0)", network with { Beta = 0 }),
            ],
            options);
    }

    /// <summary>Trains networks with the same seeds and rows, one fit after another, and compares their latent spaces.</summary>
    /// <param name="mlContext">The context to train in.</param>
    /// <param name="data">The rows. Every fit reads them again, so cache them if reading is slow.</param>
    /// <param name="inputColumnName">The column to read: a vector of Single or Double with a fixed size.</param>
    /// <param name="variants">
    /// The variants, at least one, such as one for each of several values of Beta. All others are compared with the first.
    /// </param>
    /// <param name="options">Seeds, rows to measure on, and measures. Default: null, for all defaults.</param>
    /// <returns>
    /// The report of every fit, and for each measure the means over seeds with Student's confidence intervals. The same seeds,
    /// rows, options and machine give the same result.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no variant, or two variants have the same name; a column is missing or does not fit; or there are too few rows to
    /// measure on.
    /// </exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded on this machine.</exception>
    /// <exception cref="TrainingDivergedException">The objective of a fit became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The token of the options or of a variant was canceled.</exception>
    public static LatentComparison Compare(
        MLContext mlContext,
        IDataView data,
        string inputColumnName,
        IReadOnlyList<LatentVariant> variants,
        LatentComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(inputColumnName);
        ArgumentNullException.ThrowIfNull(variants);
        options ??= new LatentComparisonOptions();
        CheckVariants(variants, data.Schema, inputColumnName);
        (IDataView train, IDataView test) = Split(mlContext, data, options);
        CheckTest(test, inputColumnName, options);

        var runs = new List<IReadOnlyList<LatentRun>>();
        foreach (LatentVariant variant in variants)
        {
            int fitsBefore = runs.Count * options.Seeds.Count;
            runs.Add(Run(mlContext, train, test, inputColumnName, variant, options, fitsBefore, variants.Count));
        }

        return new LatentComparison
        {
            Variants = [.. variants.Select(variant => variant.Name)],
            Seeds = options.Seeds,
            Confidence = options.Confidence,
            Measures = MeasuredRuns.Measures(runs, options.Confidence),
            Runs = runs,
        };
    }

    /// <summary>Trains and measures one variant with all seeds. The models live until UDR has compared them.</summary>
    private static List<LatentRun> Run(
        MLContext mlContext,
        IDataView train,
        IDataView test,
        string inputColumnName,
        LatentVariant variant,
        LatentComparisonOptions options,
        int fitsBefore,
        int variants)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(
            options.CancellationToken, variant.Options.CancellationToken);
        var runs = new List<LatentRun>();
        var transformers = new List<VaeTransformer>();
        try
        {
            foreach (int seed in options.Seeds)
            {
                cancellation.Token.ThrowIfCancellationRequested();
                VaeOptions network = variant.Options with { Seed = seed, CancellationToken = cancellation.Token };
                VaeTransformer transformer = mlContext.Transforms.VaeEncode("Latent", inputColumnName, network).Fit(train);
                transformers.Add(transformer);
                runs.Add(new LatentRun
                {
                    Variant = variant.Name,
                    Seed = seed,
                    Training = transformer.Report.Summary,
                    Report = Analyze(transformer.Model, test, options.Analysis with { InputColumnName = inputColumnName }),
                    Disentanglement = options.FactorColumnNames.Count == 0
                        ? null
                        : Disentanglement(transformer.Model, test, options.FactorColumnNames, seed: options.Analysis.Seed),
                });
                options.Progress?.Report(
                    new LatentComparisonProgress(fitsBefore + runs.Count, variants * options.Seeds.Count, runs[^1]));
            }

            if (runs.Count == 1)
            {
                return runs;
            }

            IReadOnlyList<double> udr = Udr([.. transformers.Select(transformer => transformer.Model)], test).Scores;
            return [.. runs.Select((run, i) => run with { Udr = udr[i] })];
        }
        finally
        {
            transformers.ForEach(transformer => transformer.Dispose());
        }
    }

    private static (IDataView Train, IDataView Test) Split(MLContext mlContext, IDataView data, LatentComparisonOptions options)
    {
        if (options.TestData is not null)
        {
            return (data, options.TestData);
        }

        if (options.TestFraction == 0)
        {
            return (data, data);
        }

        DataOperationsCatalog.TrainTestData split =
            mlContext.Data.TrainTestSplit(data, options.TestFraction, seed: options.Analysis.Seed);
        return (split.TrainSet, split.TestSet);
    }

    private static void CheckVariants(
        IReadOnlyList<LatentVariant> variants, DataViewSchema schema, string inputColumnName)
    {
        if (variants.Count == 0)
        {
            throw new ArgumentException(
                "A comparison needs at least one variant, but the list is empty. "
                    + "Add one, or use the overload with a network to compare Beta 1 with Beta 0.",
                nameof(variants));
        }

        string? twice = variants.GroupBy(variant => variant.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException(
                $"Variants must have different names, but two are named '{twice}'. Rename one.", nameof(variants));
        }

        if (variants.FirstOrDefault(variant => variant.Options.Checkpoint is not null) is { } saved)
        {
            throw new ArgumentException(
                $"Checkpoint must be null in a comparison, whose fits are many, but variant '{saved.Name}' has the folder "
                    + $"'{saved.Options.Checkpoint!.Folder}'. Set it to null.",
                nameof(variants));
        }

        // Before the first fit: an error in the last variant would otherwise cost the time of all others.
        foreach (LatentVariant variant in variants)
        {
            variant.Options.Validate();
            InputNames columns = InputNames.OfVector(inputColumnName).With(variant.Options.ConditionColumnName);
            _ = FitRun.FindInput(variant.Options, columns, schema);
        }
    }

    private static void CheckTest(IDataView test, string inputColumnName, LatentComparisonOptions options)
    {
        FactorColumn[] factors =
            options.FactorColumnNames.Count == 0 ? [] : FactorColumn.Find(test.Schema, options.FactorColumnNames);
        UsableRows rows = UsableRows.Read(test, FeatureColumn.Find(test.Schema, inputColumnName), factors, _ => { });
        int needed = Math.Max(options.Analysis.Neighbors + 1, factors.Length == 0 ? 3 : MinRows);
        if (rows.Index.Length < needed)
        {
            throw new ArgumentException(
                $"Measuring needs at least {needed} rows with finite values{(factors.Length == 0 ? "" : " and known factors")}, "
                    + $"but the rows to measure on have {rows.Index.Length}, and {rows.SkippedRows} were skipped. "
                    + "Give more rows or a larger TestFraction, or lower Analysis.Neighbors.");
        }

        Array.ForEach(rows.Factors, CheckVaries);
    }
}
