using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Trains a detector on a vector of Doubles that differ by little compared with their size, such as times.</summary>
public sealed class HasDoublesFarFromZeroTests : IDisposable
{
    private const double Start = 1.764e9;

    private readonly MLContext _ml = new(1);
    private readonly VaeAnomalyTransformer _detector;
    private readonly IDataView _data;

    public HasDoublesFarFromZeroTests()
    {
        _data = _ml.Data.LoadFromEnumerable(Rows(2000, spread: 10));
        _detector = Fit(_data);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public void Anomalies_rank_as_they_do_near_zero(double spread)
    {
        using VaeAnomalyTransformer near = Fit(_ml.Data.LoadFromEnumerable(Rows(2000, spread, start: 0)));
        using VaeAnomalyTransformer far = Fit(_ml.Data.LoadFromEnumerable(Rows(2000, spread)));

        double expected = AreaUnderCurve(near, Rows(400, spread, start: 0, seed: 2));
        double area = AreaUnderCurve(far, Rows(400, spread, seed: 2));

        Assert.InRange(area, expected - 0.01, 1);
        Assert.InRange(AreaUnderCurve(Loaded(far), Rows(400, spread, seed: 2)), area - 0.001, area + 0.001);
    }

    [Fact]
    public void A_row_is_explained_in_its_own_units_whether_it_comes_as_an_array_or_in_a_view()
    {
        IDataView one = _ml.Data.TakeRows(_data, 1);
        float[] row = _detector.Model.ReadRows(one)[0];
        float[][] others = _detector.Model.ReadRows(_ml.Data.TakeRows(_data, 5));

        AnomalyExplanation ofView = _detector.Explain(one)[0];
        AnomalyExplanation ofArray = _detector.Explain(row);
        AnomalyExplanation withOthers = _detector.Explain(row, normalRows: others);

        Assert.Equal(_detector.Model.Score(row), ofArray.Score, 1e-3);
        Assert.All(ofView.Slots.Concat(ofArray.Slots), slot => Assert.InRange(slot.Value, Start - 1000, Start + 1000));
        Assert.All(
            withOthers.Counterfactual.Zip(_detector.Model.RowCenters!),
            pair => Assert.InRange(pair.First + pair.Second, Start - 1000, Start + 1000));
        Assert.Contains(withOthers.Counterfactual, others);
    }

    [Fact]
    public void An_exported_graph_takes_the_values_as_they_are()
    {
        double[] row = Rows(1, spread: 10)[0].Features;
        using var file = new MemoryStream();
        _detector.Model.SaveOnnx(file);
        using var session = new InferenceSession(file.ToArray());

        using var results = session.Run(
            [NamedOnnxValue.CreateFromTensor("Features", new DenseTensor<double>(row, [1, row.Length]))], ["Score"]);

        float expected = _detector.Transform(_ml.Data.TakeRows(_data, 1)).GetColumn<float>("Score").Single();
        Assert.Equal(expected, results[0].AsEnumerable<float>().Single(), 1e-3);
    }

    public void Dispose() => _detector.Dispose();

    private static ITransformer Loaded(ITransformer fitted) => Contract.Subjects.SaveAndLoad(fitted, null, out _);

    private double AreaUnderCurve(ITransformer detector, Reading[] rows)
    {
        IDataView scored = detector.Transform(_ml.Data.LoadFromEnumerable(rows));
        return _ml.AnomalyDetection.Evaluate(scored, nameof(Reading.IsAnomaly)).AreaUnderRocCurve;
    }

    private VaeAnomalyTransformer Fit(IDataView data) => _ml.AnomalyDetection.Trainers
        .Vae("Features", new VaeAnomalyOptions { Vae = new VaeOptions { LatentDimension = 1, Epochs = 20, Seed = 1 } })
        .Fit(data);

    /// <summary>Three clocks that agree; in anomalous rows, which a seed of training has none of, one of them is off.</summary>
    private static Reading[] Rows(int count, double spread, double start = Start, int seed = 1)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                double time = start + (spread * random.NextDouble());
                double[] clocks = [.. Enumerable.Range(0, 3).Select(_ => time + (spread * 0.02 * random.NextDouble()))];
                bool isAnomaly = seed != 1 && i % 4 == 0;
                clocks[i % 3] += isAnomaly ? spread * 0.2 : 0;
                return new Reading { Features = clocks, IsAnomaly = isAnomaly ? 1 : 0 };
            }),
        ];
    }

    private sealed class Reading
    {
        [VectorType(3)]
        public double[] Features { get; set; } = [];

        public float IsAnomaly { get; set; }
    }
}
