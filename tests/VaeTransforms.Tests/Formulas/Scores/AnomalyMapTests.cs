using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;
using VaeTransforms.Tests.Onnx;
using Xunit;
using static VaeTransforms.Tests.Formulas.Scores.ScoreRuns;

namespace VaeTransforms.Tests.Formulas.Scores;

public sealed class AnomalyMapTests
{
    // Rows of six values.
    private static readonly TensorShape[] Shapes = [new(6), new(1, 2, 3), new(2, 1, 3), new(3, 2, 1)];

    public static TheoryData<string, int> Cases => new(
        from model in Models.Keys
        from shape in Enumerable.Range(0, Shapes.Length)
        select (model, shape));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Onnx_agrees_with_double_precision_in_batches_and_alone(string model, int shape)
    {
        TrainedVae learned = WithMap(Models[model], Shapes[shape]);
        double[][] expected = [.. New.Select(row => learned.Map!.Map
            .Value(new ArrayOps(), new ReferenceInputs(learned, learned.Map.Arrays, row)).Values)];
        float[][] actual = Graph(learned, New);

        Assert.All(expected.Zip(actual), pair => Near.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(New.Zip(actual), pair => Near.Equal(
            [.. pair.Second.Select(value => (double)value)], Graph(learned, [pair.First])[0], 1e-4));
    }

    [Fact]
    public void A_slot_is_measured_in_deviations_of_its_own_error()
    {
        TrainedVae learned = WithMap(Models["Gaussian"], Shapes[0]);
        double[][] errors = [.. HeldOut.Select(row => new ReferencePass(learned, Known[row]).SlotErrors)];
        double mean = errors.Average(row => row[2]);
        double spread = Math.Sqrt(errors.Average(row => Math.Pow(row[2] - mean, 2)));

        Assert.Equal(mean, learned.Map!.Arrays["map_centers"].Values[2], 1e-4);
        Assert.Equal(spread, learned.Map.Arrays["map_spreads"].Values[2], 1e-4 * spread);
    }

    /// <summary>-ln of a share that is uniform has the mean 1 and the median ln 2.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Values_of_held_out_rows_are_exceeded_at_the_rate_that_they_state(int shape)
    {
        TrainedVae model = Models["Gaussian"];
        float[][] many = TestModels.Rows(model, 3000, seed: 9);
        long[] heldOut = [.. Enumerable.Range(1000, 2000).Select(row => (long)row)];
        var map = new AnomalyMap(Shapes[shape]);
        TrainedVae learned = model with { Map = new LearnedMap(map, map.Learn(Rows(model, many, heldOut))) };
        float[] nats = [.. Graph(learned, TestModels.Rows(model, 4000, seed: 10)).SelectMany(values => values)];

        // 24,000 values, those of a row dependent: a share of p is known within about 5 · sqrt(p / 4000).
        foreach (double share in new[] { 0.5, 0.1, 0.02 })
        {
            double above = nats.Count(value => value > -Math.Log(share)) / (double)nats.Length;
            Assert.InRange(above, share - (5 * Math.Sqrt(share / 4000)), share + (5 * Math.Sqrt(share / 4000)));
        }
    }

    [Fact]
    public void Channels_of_a_pixel_have_one_value()
    {
        float[] map = Graph(WithMap(Models["Gaussian"], new TensorShape(2, 1, 3)), New)[0];

        Assert.Equal(map[..3], map[3..]);
    }

    [Fact]
    public void A_row_that_is_not_finite_has_no_map_and_changes_no_other()
    {
        TrainedVae learned = WithMap(Models["Gaussian"], Shapes[1]);
        float[][] rows = [New[0], [.. New[1]]];
        float[] clean = Graph(learned, rows)[0];
        rows[1][2] = float.NaN;
        float[][] maps = Graph(learned, rows);

        Assert.Equal(clean, maps[0]);
        Assert.All(maps[1], value => Assert.Equal(float.NaN, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_model_read_from_its_file_has_the_same_map(int shape)
    {
        using var written = new VaeModel(WithMap(TestModels.Detector(Models["Gaussian"], 2), Shapes[shape]));
        using var stream = new MemoryStream();
        written.Save(stream);
        stream.Position = 0;
        using VaeModel read = VaeModel.Load(stream);

        Assert.Equal(written.AnomalyMaps(New), read.AnomalyMaps(New));
    }

    [Fact]
    public void A_model_without_a_map_says_how_to_get_one()
    {
        using var model = new VaeModel(Models["Gaussian"]);

        Assert.Equal(
            "The model has learned no map. Set AnomalyMapColumnName of VaeAnomalyOptions when you fit.",
            Assert.Throws<InvalidOperationException>(() => model.AnomalyMaps(New)).Message);
    }

    private static TrainedVae WithMap(TrainedVae model, TensorShape shape)
    {
        var map = new AnomalyMap(shape);
        return model with { Map = new LearnedMap(map, map.Learn(Rows(model, Known, HeldOut))) };
    }

    private static float[][] Graph(TrainedVae model, float[][] rows)
    {
        using var scorer = new VaeScorer(model);
        using BatchScorer batch = scorer.CreateBatch(VaeOutputs.AnomalyMap, rows.Length);
        return BatchedRows.Compute(batch, rows, VaeOutputs.AnomalyMap);
    }
}
