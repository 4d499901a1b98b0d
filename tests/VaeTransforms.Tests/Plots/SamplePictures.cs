using Microsoft.ML;
using VaeTransforms.Plots;

namespace VaeTransforms.Tests.Plots;

/// <summary>A picture of every kind, from untrained models and generated rows.</summary>
internal static class SamplePictures
{
    private static readonly Dictionary<string, Func<Picture>> Kinds = new()
    {
        ["LatentScatter, two dimensions"] = () => LatentScatter.Draw(Rows(200, 2), Labels(200)),
        ["LatentScatter, five dimensions"] = () => LatentScatter.Draw(Rows(200, 5), Labels(200)),
        ["LatentScatter, unlabeled"] = () => LatentScatter.Draw(Rows(20, 3), new LatentScatterOptions { Dimensions = (2, 0) }),
        ["ManifoldGrid"] = () => With(9, 3, model => ManifoldGrid.Draw(model, side: 5)),
        ["TraversalStrips"] = () => With(9, 3, model => TraversalStrips.Draw(model)),
        ["InterpolationStrips"] = () => With(9, 2, model => InterpolationStrips.Draw(model, [-1, 0], [1, 1])),
        ["ShapesPicture"] = () => With(9, 2, model => ShapesPicture.Draw(model, model, Rows(60, 9), Texts(60, "kind "))),
        ["KlPerDimension"] = () => KlPerDimension.Draw(Evaluation(2.5, 0.001, 1.5)),
        ["KlTerms"] = KlTerms.Draw,
        ["PosteriorMoments"] = () => PosteriorMoments.Draw(Rows(50, 6), Rows(50, 6, seed: 2)),
        ["SlotResponseMap"] = () => SlotResponseMap.Draw(Responses(3, 6)),
        ["SlotResponseMap, many slots"] = () => SlotResponseMap.Draw(Responses(10, 64)),
        ["TrainingCurves"] = () => TrainingCurves.Draw(TrainingCurvesTests.Report(12)),
        ["ScoreHistogram"] = () => ScoreHistogram.Draw(Scores(300), threshold: 1),
        ["ScoreHistogram, two classes"] = () => ScoreHistogram.Draw(Scores(300), threshold: 1, Anomalies(300)),
        ["DetectionCurves"] = () => DetectionCurves.Draw(Anomalies(300), Scores(300)),
        ["Reconstructions"] = () => With(9, 2, model => Reconstructions.Draw(model, Rows(14, 9), captions: Texts(14))),
        ["AnomalyMaps"] = () => AnomalyMaps.Draw(Rows(14, 9), Rows(14, 9, seed: 2), Rows(14, 9, seed: 3), captions: Texts(14)),
        ["SlotProfiles"] = () => With(9, 2, model => SlotProfiles.Draw(model, Rows(2, 9), reference: Rows(30, 9))),
        ["ColumnShapes"] = () => ColumnShapes.Draw(SampleTables.Report(7)),
        ["PairTrendMap"] = () => PairTrendMap.Draw(SampleTables.Report(7)),
        ["SlotProfiles, many slots"] = () => SlotProfiles.Draw(Rows(2, 90), Rows(2, 90, seed: 2)),
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    public static Picture Draw(string name) => Kinds[name]();

    /// <summary>Normal deviates, [count][size].</summary>
    public static float[][] Rows(int count, int size, int seed = 1) => LatentPoints.Prior(count, size, seed);

    /// <summary>0, 1, 2, 0, 1, …</summary>
    public static int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(row => row % 3)];

    public static VaeModel Model(int inputSize, int latentDimension) =>
        new(TestModels.Random(TestModels.Architecture(inputSize, latentDimension)));

    public static VaeEvaluation Evaluation(params double[] klPerDimension) => new()
    {
        Rows = 100,
        SkippedRows = 0,
        Sampled = new ElboMetrics(10, klPerDimension.Sum()),
        AtMean = new ElboMetrics(9, klPerDimension.Sum()),
        KlPerDimension = klPerDimension,
    };

    /// <summary>Dimension k moves slot d by k + d of its scale.</summary>
    public static SlotResponseReport Responses(int latentDimension, int slots) => new()
    {
        Rows = 10,
        SkippedRows = 0,
        Step = LatentStep.Aggregate,
        StepSizes = [.. Enumerable.Repeat(1.0, latentDimension)],
        Responses = [.. Enumerable.Range(0, latentDimension).Select(k =>
            Enumerable.Range(0, slots).Select(d => 2.0 * (k + d)).ToArray())],
        SlotScales = [.. Enumerable.Repeat(2.0, slots)],
        SlotNames = [.. Enumerable.Range(0, slots).Select(d => $"slot {d}")],
    };

    /// <summary>A view with the columns <c>Latent</c>, <c>Score</c>, <c>Label</c>, <c>IsAnomaly</c> and <c>Name</c>.</summary>
    public static IDataView View(MLContext mlContext, int rows) =>
        mlContext.Data.LoadFromEnumerable(Rows(rows, 3).Zip(Labels(rows), (latent, label) => new ViewRow
        {
            Latent = latent,
            Score = latent[0],
            Label = label,
            IsAnomaly = label == 2,
            Name = $"kind {label}",
        }));

    private static string[] Texts(int count, string prefix = "") => [.. Labels(count).Select(label => $"{prefix}{label}")];

    private static bool[] Anomalies(int count) => [.. Labels(count).Select(label => label == 2)];

    private static float[] Scores(int count) => [.. Rows(count, 1).Select(row => row[0])];

    private static Picture With(int inputSize, int latentDimension, Func<VaeModel, Picture> draw)
    {
        using VaeModel model = Model(inputSize, latentDimension);
        return draw(model);
    }

    private sealed class ViewRow
    {
        [Microsoft.ML.Data.VectorType(3)]
        public float[] Latent { get; set; } = [];

        public float Score { get; set; }

        public int Label { get; set; }

        public bool IsAnomaly { get; set; }

        public string Name { get; set; } = "";
    }
}
