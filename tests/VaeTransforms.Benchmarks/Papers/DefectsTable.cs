using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Benchmarks.Anomaly;
using VaeTransforms.Formulas;
using VaeTransforms.Numerics;
using VaeTransforms.Scoring;

namespace VaeTransforms.Benchmarks.Papers;

/// <summary>How well the pixels of a defect are found: the map of a detector beside the reconstruction error alone.</summary>
internal static class DefectsTable
{
    private const int TrainingRows = 12_000;
    private const int Pictures = 500;
    private const int Seeds = 5;

    // A pixel is part of the defect if its level moved by half the range. One that moved by less counts for neither side.
    private const float MinChange = 0.5f;

    public static void Print(string folder, TextWriter output)
    {
        var mlContext = new MLContext(1);
        (float[][] train, _, int side) = Mnist.Read(folder, "train", TrainingRows);
        float[][] test = Mnist.Read(folder, "t10k", Pictures).Pixels;
        long start = Stopwatch.GetTimestamp();
        using VaeAnomalyTransformer detector = mlContext.AnomalyDetection.Trainers.Vae("Features", new VaeAnomalyOptions
        {
            AnomalyMapColumnName = "Map",
            Score = AnomalyScore.NegativeElbo,
            Vae = new VaeOptions
            {
                // As for a column of images.
                Network = VaeNetwork.Convolutional(),
                Normalization = Normalization.CommonScale,
                Epochs = 20,
                Seed = 1,
            },
        }).Fit(FeatureRow.View(mlContext, train, 1, side, side));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{train.Length} pictures to fit, {Stopwatch.GetElapsedTime(start).TotalMinutes:F1} minutes; {Pictures} test "
            + $"pictures, {Seeds} seeds of defects. Pixel-wise AUC, mean (lowest to highest)."));
        output.WriteLine();
        output.WriteLine("| defect | map | -ln p(x given z) of a pixel | squared error |");
        output.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (DefectKind kind in Enum.GetValues<DefectKind>())
        {
            double[][] areas = [.. Enumerable.Range(1, Seeds).Select(seed => Areas(detector.Model, test, side, kind, seed))];
            output.WriteLine($"| {kind} | {string.Join(" | ", Enumerable.Range(0, 3).Select(i => Spread(areas, i)))} |");
        }
    }

    private static double[] Areas(VaeModel model, float[][] pictures, int side, DefectKind kind, int seed)
    {
        var random = new Random(seed);
        Defect[] defects = [.. pictures.Select(picture => Defect.Put(picture, side, kind, random))];
        float[][] rows = [.. defects.Select(defect => defect.Pixels)];
        float[] changes = [.. defects.SelectMany(defect => defect.Changes)];
        int[] counted = [.. Enumerable.Range(0, changes.Length).Where(i => changes[i] == 0 || changes[i] >= MinChange)];
        bool[] isDefect = [.. counted.Select(i => changes[i] > 0)];
        var matrix = new RowMatrix([.. rows.SelectMany(row => row)], side * side);
        float[] reconstructed = [.. model.Reconstruct(rows).SelectMany(row => row)];
        float[][] values =
        [
            [.. model.AnomalyMaps(rows).SelectMany(row => row)],
            FormulaScorer.Compute(model.Trained, new ErrorsFormula(), LearnedArrays.None, matrix, matrix.Indices).Values,
            [.. matrix.Values.Zip(reconstructed, (x, y) => (x - y) * (x - y))],
        ];
        return [.. values.Select(all => RankingQuality.AreaUnderRoc([.. counted.Select(i => all[i])], isDefect))];
    }

    private static string Spread(double[][] areas, int column)
    {
        double[] seeds = [.. areas.Select(seed => seed[column])];
        return string.Create(CultureInfo.InvariantCulture, $"{seeds.Average():F4} ({seeds.Min():F4} to {seeds.Max():F4})");
    }

    /// <summary>-ln p(x | z = mean) of each pixel, nats.</summary>
    private sealed record ErrorsFormula : IRowFormula
    {
        public T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row) => row.SlotErrors;
    }
}
