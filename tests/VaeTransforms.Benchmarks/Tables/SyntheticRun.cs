using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Tables;

/// <summary>Synthetic rows of Adult, compared with its test rows.</summary>
internal sealed class SyntheticRun(TablesArguments arguments, Figures figures, TextWriter output)
{
    public const string Prior = "prior";
    public const string Posteriors = "posteriors of the training rows";

    public void Measure()
    {
        foreach (int seed in arguments.Seeds)
        {
            var prior = new FigureKey("synthetic", "adult", 0, 0, seed, Prior);
            FigureKey posteriors = prior with { Method = Posteriors };
            if (!figures.Has(prior) || !figures.Has(posteriors))
            {
                Measure(seed, prior, posteriors);
            }
        }
    }

    private void Measure(int seed, FigureKey prior, FigureKey posteriors)
    {
        var mlContext = new MLContext(seed);
        IDataView train = AdultTable.Read(arguments.Data, "adult");
        IDataView test = AdultTable.Read(arguments.Data, "adult_test");
        int rows = (int)train.GetRowCount()!.Value;
        string[] columns = [.. AdultTable.Features, AdultTable.Label];
        var clock = Stopwatch.StartNew();
        using VaeTransformer vae = mlContext.Transforms
            .VaeEncode("Latent", columns, new VaeOptions { Seed = seed, LogVarianceColumnName = "LogVariance" })
            .Fit(train);
        output.WriteLine(FormattableString.Invariant($"synthetic: fit {clock.Elapsed.TotalSeconds:F1} s"));
        (string, double)[] fit = [("fit seconds", clock.Elapsed.TotalSeconds), ("epochs", vae.Model.Training.BestEpoch)];

        Keep(prior, () => vae.Model.SampleRows(mlContext, rows, seed));
        IDataView codes = vae.Transform(train);
        LatentPosterior[] all = [.. codes.GetColumn<float[]>("Latent")
            .Zip(codes.GetColumn<float[]>("LogVariance"), (mean, logVariance) => new LatentPosterior(mean, logVariance))];
        Keep(posteriors, () => vae.Model.SampleRows(mlContext, all, rows, seed));

        void Keep(FigureKey key, Func<IDataView> sample)
        {
            clock.Restart();
            IDataView synthetic = sample();
            double seconds = clock.Elapsed.TotalSeconds;
            TableQualityReport report = TableQuality.Compare(
                mlContext,
                train,
                synthetic,
                test,
                new TableQualityOptions { Columns = columns, LabelColumnName = AdultTable.Label, Seed = seed });
            figures.Add(
                key,
                [
                    .. fit, ("sample seconds", seconds), ("shape error", 1 - report.ShapeScore),
                    ("pair error", 1 - report.PairTrendScore!.Value), ("F1 real", report.Usefulness!.Real.MacroF1!.Value),
                    ("F1 gap", report.Usefulness.Gap.MacroF1!.Value), ("AUC real", report.Usefulness.Real.Auc!.Value),
                    ("AUC gap", report.Usefulness.Gap.Auc!.Value), ("nearer", report.Copies.NearerToTraining!.Value),
                    ("copies", report.Copies.ExactCopies), ("copies of holdout", report.Copies.ExactCopiesOfHoldout!.Value),
                    ("told apart AUC", report.Classifier.Auc),
                ]);
            output.WriteLine($"synthetic {key.Method}, sampled in {seconds:F1} s\n{report}");
        }
    }
}
