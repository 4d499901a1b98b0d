using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using VaeTransforms.Tests.Contract;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>
/// Scores Doubles that are finite, but beyond the range of Single, with a detector trained on Doubles in [0, 1]. They must be
/// flagged, before and after the detector is saved, and infinities must stay without a score.
/// </summary>
public sealed class ScoresDoublesBeyondSingleTests
{
    private static readonly VaeOptions Quick = new() { LatentDimension = 1, HiddenLayers = [16], Epochs = 5, Seed = 1 };

    private static readonly double[] Beyond = [1e40, -1e40, double.MaxValue, double.MinValue];

    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(0)]
    [InlineData(1e7)]
    public void A_detector_of_a_vector_flags_them(double start) =>
        CheckDetector(_ml.AnomalyDetection.Trainers.Vae("Values", new VaeAnomalyOptions { Vae = Quick }), start);

    [Theory]
    [InlineData(0)]
    [InlineData(1e7)]
    public void A_detector_of_a_table_flags_them(double start) =>
        CheckDetector(_ml.AnomalyDetection.Trainers.Vae(["First", "Second"], new VaeAnomalyOptions { Vae = Quick }), start);

    [Fact]
    public void A_detector_of_series_flags_them()
    {
        var options = new VaeSeriesOptions { Vae = Quick };
        double[] wave = [.. Enumerable.Range(0, 400).Select(i => Math.Sin(i / 5.0))];
        using VaeSeriesTransformer fitted = _ml.Transforms.VaeDetectAnomalies("Anomaly", "First", 12, options).Fit(Series(wave));
        double[] points = wave[..60];
        (points[20], points[50]) = (double.MaxValue, double.PositiveInfinity);
        IDataView data = Series(points);
        double[][] expected = [.. fitted.Transform(data).GetColumn<double[]>("Anomaly")];

        Assert.All(expected[20..32], point => Assert.Equal(1, point[0]));
        Assert.All(expected[20..32], point => Assert.True(double.IsFinite(point[1])));
        Assert.All(expected[50..], point => Assert.True(double.IsNaN(point[1])));
        foreach (ITransformer loaded in Loaded(fitted, data))
        {
            Assert.Equal(
                expected.SelectMany(point => point),
                loaded.Transform(data).GetColumn<double[]>("Anomaly").SelectMany(point => point),
                (a, b) => Near((float)a, (float)b));
        }
    }

    private void CheckDetector(IEstimator<ITransformer> estimator, double start)
    {
        IDataView training = View([.. Rows(400, start)]);
        ITransformer fitted = estimator.Fit(training);
        using var owned = fitted as IDisposable;
        IDataView data = View(
        [
            .. Beyond.Select(value => Row(value, start + 0.5)),
            Row(double.PositiveInfinity, start),
            Row(double.NegativeInfinity, start),
            Row(double.NaN, start),
            .. Rows(20, start),
        ]);

        foreach (ITransformer detector in (ITransformer[])[fitted, .. Loaded(fitted, training)])
        {
            IDataView scored = detector.Transform(data);
            float[] scores = [.. scored.GetColumn<float>("Score")];
            bool[] labels = [.. scored.GetColumn<bool>("PredictedLabel")];
            Assert.All(scores[..4], score => Assert.True(float.IsFinite(score)));
            Assert.All(labels[..4], Assert.True);
            Assert.All(scores[4..7], score => Assert.True(float.IsNaN(score)));
            Assert.All(scores[7..], score => Assert.True(float.IsFinite(score)));
            Assert.All(
                scores.Zip(fitted.Transform(data).GetColumn<float>("Score")),
                pair => Assert.True(Near(pair.First, pair.Second), $"{pair.First} and {pair.Second}"));
        }

        CheckGraph(fitted, data);
    }

    /// <summary>Runs the pipeline's graph in ONNX Runtime.</summary>
    private void CheckGraph(ITransformer fitted, IDataView data)
    {
        using var stream = new MemoryStream();
        _ml.Model.ConvertVaeToOnnx(fitted, data, stream, _ml.Model.ConvertToOnnx);
        using var session = new InferenceSession(stream.ToArray());
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [.. session.InputMetadata.Select(input => OnnxColumns.Input(data, input.Key, input.Value))]);
        float[] scores = [.. results.Single(result => result.Name == "Score.output").AsEnumerable<float>()];
        Assert.All(
            scores.Zip(fitted.Transform(data).GetColumn<float>("Score")),
            pair => Assert.True(Near(pair.First, pair.Second), $"{pair.First} and {pair.Second}"));
    }

    private static bool Near(float a, float b) =>
        (float.IsNaN(a) && float.IsNaN(b)) || Math.Abs(a - b) <= 1e-3 * Math.Max(1, Math.Abs(b));

    private static IEnumerable<ITransformer> Loaded(ITransformer fitted, IDataView data) =>
        [Subjects.SaveAndLoad(fitted, data.Schema, out _), Subjects.SaveAndLoadVae(fitted, data.Schema)];

    private IDataView Series(double[] values) => View([.. values.Select(value => Row(value, 0))]);

    private IDataView View(Pair[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private static IEnumerable<Pair> Rows(int count, double start)
    {
        var random = new Random(1);
        for (int i = 0; i < count; i++)
        {
            double first = random.NextDouble();
            yield return Row(start + first, start + (first * first));
        }
    }

    private static Pair Row(double first, double second) => new() { First = first, Second = second, Values = [first, second] };

    private sealed class Pair
    {
        public double First { get; set; }

        public double Second { get; set; }

        [VectorType(2)]
        public double[] Values { get; set; } = [];
    }
}
