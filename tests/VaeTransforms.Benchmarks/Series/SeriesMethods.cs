using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Benchmarks.Series;

/// <summary>The detectors to compare, each as scores of all points.</summary>
internal static class SeriesMethods
{
    public const string Ours = "VaeDetectAnomalies";

    /// <param name="values">The series.</param>
    /// <param name="window">Points in a window.</param>
    /// <param name="training">How many points, from the first, to learn from.</param>
    /// <param name="seed">For those that are random.</param>
    public delegate double[] Method(double[] values, int window, int training, int seed);

    public static IReadOnlyList<(string Name, bool IsRandom, Method Score)> All { get; } =
    [
        (Ours, true, Vae),
        ("dense windows", true, DenseWindows),
        ("PCA (Mahalanobis)", false, (values, window, training, _) => SeriesPeers.Mahalanobis(values, window, training)),
        ("PCA (reconstruction)", false, (values, window, training, _) => SeriesPeers.Reconstruction(values, window, training)),
        ("windowed Gaussian", false, (values, _, _, _) => SeriesPeers.WindowedGaussian(values)),
    ];

    private static double[] Vae(double[] values, int window, int training, int seed)
    {
        var ml = new MLContext(seed);
        using VaeSeriesTransformer detector = ml.Transforms
            .VaeDetectAnomalies("Anomaly", nameof(Point.Value), window)
            .Fit(View(training));
        return [.. detector.Transform(View(values.Length)).GetColumn<double[]>("Anomaly").Select(point => point[1])];

        IDataView View(int count) => ml.Data.LoadFromEnumerable(values[..count].Select(value => new Point { Value = value }));
    }

    /// <summary>The detector of rows, with all defaults, on windows: what the library had before it had series.</summary>
    private static double[] DenseWindows(double[] values, int window, int training, int seed)
    {
        var ml = new MLContext(seed);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, window);
        Row[] rows =
        [
            .. SeriesPeers.Windows(values, window).Select(one => new Row { Features = [.. one.Select(value => (float)value)] }),
        ];
        using VaeAnomalyTransformer detector = ml.AnomalyDetection.Trainers.Vae(nameof(Row.Features))
            .Fit(ml.Data.LoadFromEnumerable(rows[..(training - window + 1)], schema));
        IDataView scored = detector.Transform(ml.Data.LoadFromEnumerable(rows, schema));
        double[] unknown = [.. Enumerable.Repeat(double.NaN, window - 1)];
        return [.. unknown, .. scored.GetColumn<float>("Score").Select(score => (double)score)];
    }

    private sealed class Point
    {
        public double Value { get; set; }
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
