using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Tests.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Pipeline;

public sealed class VaeDataViewTests : IDisposable
{
    private readonly SampleModel _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(1000, 7)]
    [InlineData(1000, 64)]
    [InlineData(1000, 512)]
    public void Every_row_has_the_values_of_a_single_row_and_its_own_other_columns(int rows, int batchRows)
    {
        using var model = new SampleModel(batchRows);

        AssertSamples(Enumerable.Range(0, rows), model.Transform(SampleRow.View(rows)));
    }

    [Fact]
    public void An_empty_source_gives_no_rows()
    {
        IDataView empty = Views.Context.Data.SkipRows(SampleRow.View(3), 3);

        Assert.Empty(Samples(_model.Transform(empty)));
    }

    [Fact]
    public void A_cached_source_gives_the_same_rows() =>
        AssertSamples(Enumerable.Range(0, 500), _model.Transform(Views.Context.Data.Cache(SampleRow.View(500))));

    [Fact]
    public void A_cache_of_the_view_holds_the_same_rows() =>
        AssertSamples(Enumerable.Range(0, 500), Views.Context.Data.Cache(_model.Transform(SampleRow.View(500))));

    [Fact]
    public void A_filtered_source_gives_its_rows()
    {
        IDataView filtered = Views.Context.Data.FilterByCustomPredicate<SampleId>(
            SampleRow.View(500), drop => drop.Id is < 100 or >= 300);
        IDataView scored = _model.Transform(filtered);

        Assert.Null(scored.GetRowCount());
        AssertSamples(Enumerable.Range(100, 200), scored);
    }

    [Fact]
    public void The_view_can_be_filtered_by_what_the_model_adds()
    {
        IDataView anomalous = Views.Context.Data.FilterRowsByColumn(
            _model.Transform(SampleRow.View(500)), "Score", lowerBound: SampleModel.Threshold);

        IEnumerable<int> expected = SampleRow.Create(500)
            .Where(row => _model.Expected(row.Features).Score >= SampleModel.Threshold)
            .Select(row => row.Id);
        Assert.NotEmpty(expected);
        AssertSamples(expected, anomalous);
    }

    [Fact]
    public void The_first_rows_of_the_view_can_be_taken() =>
        AssertSamples(Enumerable.Range(0, 5), Views.Context.Data.TakeRows(_model.Transform(SampleRow.View(500)), 5));

    [Fact]
    public void A_shuffled_source_gives_each_row_its_own_values()
    {
        IDataView shuffled = Views.Context.Data.ShuffleRows(SampleRow.View(500), seed: 3);
        List<ScoredSample> samples = Samples(_model.Transform(shuffled));

        Assert.NotEqual(Enumerable.Range(0, 500), samples.Select(sample => sample.Id));
        AssertSamples(Enumerable.Range(0, 500), [.. samples.OrderBy(sample => sample.Id)]);
    }

    [Fact]
    public void The_view_can_be_shuffled()
    {
        IDataView shuffled = Views.Context.Data.ShuffleRows(_model.Transform(SampleRow.View(500)), seed: 3);

        AssertSamples(Enumerable.Range(0, 500), [.. Samples(shuffled).OrderBy(sample => sample.Id)]);
    }

    [Fact]
    public void Cross_validation_splits_hold_every_row_once_with_its_own_values()
    {
        IDataView scored = _model.Transform(SampleRow.View(500));

        IEnumerable<ScoredSample> tests = Views.Context.Data.CrossValidationSplit(scored, numberOfFolds: 4)
            .SelectMany(fold => Samples(fold.TestSet));

        AssertSamples(Enumerable.Range(0, 500), [.. tests.OrderBy(sample => sample.Id)]);
    }

    [Fact]
    public void A_set_of_cursors_gives_every_row_once()
    {
        // A full cache returns several cursors.
        IDataView source = Views.Context.Data.Cache(SampleRow.View(50_000));
        IDataView scored = _model.Transform(source);
        DataViewSchema.Column[] needed = [scored.Schema["Id"], scored.Schema["Score"]];
        _ = source.GetColumn<int>("Id").Count();

        DataViewRowCursor[] cursors = scored.GetRowCursorSet(needed, 4);
        var rows = new (long Batch, int Id, float Score)[cursors.Length][];
        Parallel.For(0, cursors.Length, i => rows[i] = [.. Rows(cursors[i])]);

        Assert.True(cursors.Length > 1);
        Assert.All(rows, part => Assert.Equal(part.Select(row => row.Batch).Order(), part.Select(row => row.Batch)));
        Assert.Equal(
            scored.GetColumn<int>("Id").Zip(scored.GetColumn<float>("Score")),
            rows.SelectMany(part => part).OrderBy(row => row.Batch).Select(row => (row.Id, row.Score)));

        static IEnumerable<(long Batch, int Id, float Score)> Rows(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                ValueGetter<int> id = cursor.GetGetter<int>(cursor.Schema["Id"]);
                ValueGetter<float> score = cursor.GetGetter<float>(cursor.Schema["Score"]);
                while (cursor.MoveNext())
                {
                    int idValue = 0;
                    float scoreValue = 0;
                    id(ref idValue);
                    score(ref scoreValue);
                    yield return (cursor.Batch, idValue, scoreValue);
                }
            }
        }
    }

    [Fact]
    public void An_added_column_hides_a_column_of_the_same_name_which_stays_readable_by_index()
    {
        using var model = new SampleModel(latentName: "Varying");
        IDataView scored = model.Transform(SampleRow.View(40));
        DataViewSchema.Column hidden = scored.Schema.Single(column => column.Name == "Varying" && column.IsHidden);

        // One row and many are computed in another order.
        Assert.All(
            SampleRow.Create(40).Zip(scored.GetColumn<float[]>("Varying").ToArray()),
            pair => Near.Equal([.. model.Expected(pair.First.Features).Latent.Select(value => (double)value)], pair.Second));
        Assert.Equal(
            SampleRow.Create(40).Select(row => row.Varying),
            scored.GetColumn<float[]>(hidden).ToArray());
    }

    [Fact]
    public void A_row_whose_score_is_NaN_is_no_anomaly()
    {
        SampleRow[] rows = SampleRow.Create(2);
        rows[1].Features[0] = float.NaN;

        List<ScoredSample> samples = Samples(_model.Transform(Views.Context.Data.LoadFromEnumerable(rows)));

        Assert.False(float.IsNaN(samples[0].Score));
        Assert.True(float.IsNaN(samples[1].Score));
        Assert.False(samples[1].PredictedLabel);
    }

    [Fact]
    public void The_evaluator_of_anomaly_detectors_accepts_the_view()
    {
        AnomalyDetectionMetrics metrics = Views.Context.AnomalyDetection.Evaluate(_model.Transform(SampleRow.View(500)));

        Assert.InRange(metrics.AreaUnderRocCurve, 0.3, 0.7);
    }

    [Fact]
    public void The_row_count_is_that_of_the_source() => Assert.Equal(7, _model.Transform(SampleRow.View(7)).GetRowCount());

    private static List<ScoredSample> Samples(IDataView view) =>
        [.. Views.Context.Data.CreateEnumerable<ScoredSample>(
            view, reuseRowObject: false, ignoreMissingColumns: true)];

    private void AssertSamples(IEnumerable<int> ids, IDataView view) => AssertSamples(ids, Samples(view));

    private void AssertSamples(IEnumerable<int> ids, List<ScoredSample> samples)
    {
        Assert.Equal(ids, samples.Select(sample => sample.Id));
        List<ScoredSample> rows = Samples(SampleRow.View(samples.Max(sample => sample.Id) + 1));
        foreach (ScoredSample sample in samples)
        {
            ScoredSample row = rows[sample.Id];
            Assert.Equal(
                (row.Text, row.Key, row.Label, string.Join(',', row.Words)),
                (sample.Text, sample.Key, sample.Label, string.Join(',', sample.Words)));
            Assert.Equal(row.Features, sample.Features);
            Assert.Equal(row.Varying, sample.Varying);
            Assert.Equal(row.Sparse.DenseValues(), sample.Sparse.DenseValues());

            (float[] latent, float[] reconstruction, float score) = _model.Expected(row.Features);
            Assert.Equal(latent, sample.Latent, Close);
            Assert.Equal(reconstruction, sample.Reconstruction, Close);
            Assert.Equal(score, sample.Score, Close);
            Assert.Equal(score > SampleModel.Threshold, sample.PredictedLabel);
        }
    }

    private sealed class SampleId
    {
        public int Id { get; set; }
    }

    // Products of a batch may be summed in another order than those of a single row.
    private static bool Close(float expected, float actual) =>
        MathF.Abs(expected - actual) <= 1e-5f * MathF.Max(1, MathF.Abs(expected));
}
