using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Pipeline;

public sealed class VaeRowMapperTests : IDisposable
{
    private readonly SampleModel _model = new();
    private readonly CountingView _source = new(SampleRow.View(100));
    private readonly IRowToRowMapper _mapper;
    private readonly DataViewSchema _schema;

    public VaeRowMapperTests()
    {
        _mapper = _model.GetRowToRowMapper(_source.Schema);
        _schema = _mapper.OutputSchema;
    }

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_prediction_engine_gives_the_values_of_the_view()
    {
        ScoredSample[] expected = [.. Views.Context.Data.CreateEnumerable<ScoredSample>(_model.Transform(_source), false)];
        using PredictionEngine<SampleRow, ScoredSample> engine =
            Views.Context.Model.CreatePredictionEngine<SampleRow, ScoredSample>(_model);

        Assert.All(SampleRow.Create(100), row =>
        {
            ScoredSample actual = engine.Predict(row);
            Assert.Equal(expected[row.Id].Score, actual.Score, 1e-4f);
            Assert.Equal(expected[row.Id].Latent, actual.Latent, (a, b) => MathF.Abs(a - b) < 1e-5f);
            Assert.Equal(expected[row.Id].PredictedLabel, actual.PredictedLabel);
            Assert.Equal(row.Text, actual.Text);
        });
    }

    [Fact]
    public void It_works_in_a_chain_between_stock_components()
    {
        IDataView data = SampleRow.View(300);
        ITransformer chain = Views.Context.Transforms.NormalizeMinMax("Features")
            .Append(_model)
            .Append(Views.Context.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3))
            .Fit(data);
        IDataView clustered = chain.Transform(data);
        using PredictionEngine<SampleRow, Cluster> engine = Views.Context.Model.CreatePredictionEngine<SampleRow, Cluster>(chain);

        Assert.True(chain.IsRowToRowMapper);
        uint[] expected = [.. clustered.GetColumn<uint>("PredictedLabel")];
        Assert.True(expected.Distinct().Count() > 1);
        Assert.Equal(expected, SampleRow.Create(300).Select(row => engine.Predict(row).PredictedLabel));
    }

    [Fact]
    public void A_row_is_scored_once_however_many_of_its_values_are_read()
    {
        using DataViewRowCursor cursor = _source.GetRowCursor(_source.Schema);
        using DataViewRow row = _mapper.GetRow(cursor, _schema);
        ValueGetter<float> score = row.GetGetter<float>(_schema["Score"]);
        ValueGetter<VBuffer<float>> latent = row.GetGetter<VBuffer<float>>(_schema["Latent"]);
        float scoreValue = 0;
        VBuffer<float> latentValue = default;

        for (int i = 0; i < 10; i++)
        {
            cursor.MoveNext();
            score(ref scoreValue);
            latent(ref latentValue);
            score(ref scoreValue);
        }

        Assert.Equal(10, _source.Reads["Features"]);
        Assert.Equal(9, row.Position);
        Assert.Equal(_model.Expected(SampleRow.Create(10)[9].Features).Latent, latentValue.DenseValues());
    }

    [Fact]
    public void A_getter_that_is_created_later_gives_the_current_row()
    {
        using DataViewRowCursor cursor = _source.GetRowCursor(_source.Schema);
        using DataViewRow row = _mapper.GetRow(cursor, _schema);
        cursor.MoveNext();
        float score = 0;
        row.GetGetter<float>(_schema["Score"])(ref score);

        VBuffer<float> reconstruction = default;
        row.GetGetter<VBuffer<float>>(_schema["Reconstruction"])(ref reconstruction);

        Assert.Equal(_model.Expected(SampleRow.Create(1)[0].Features).Reconstruction, reconstruction.DenseValues());
    }

    [Fact]
    public void Nothing_is_scored_until_a_value_is_read()
    {
        using DataViewRowCursor cursor = _source.GetRowCursor(_source.Schema);
        using DataViewRow row = _mapper.GetRow(cursor, _schema);
        _ = row.GetGetter<float>(_schema["Score"]);
        cursor.MoveNext();
        int id = -1;
        row.GetGetter<int>(_schema["Id"])(ref id);

        Assert.Equal(0, id);
        Assert.Equal(0, _source.Reads["Features"]);
    }

    [Fact]
    public void The_input_column_is_needed_only_by_the_added_columns()
    {
        Assert.Equal(["Features"], Dependencies("Score"));
        Assert.Equal(["Features", "Id"], Dependencies("Id", "Latent"));
        Assert.Equal(["Text"], Dependencies("Text"));
        Assert.Empty(Dependencies());

        IEnumerable<string> Dependencies(params string[] names) =>
            _mapper.GetDependencies(names.Select(name => _schema[name])).Select(column => column.Name);
    }

    [Fact]
    public void Disposing_the_row_disposes_the_input_row()
    {
        DataViewRowCursor cursor = _source.GetRowCursor(_source.Schema);
        DataViewRow row = _mapper.GetRow(cursor, _schema);
        ValueGetter<float> score = row.GetGetter<float>(_schema["Score"]);
        cursor.MoveNext();
        float value = 0;
        score(ref value);

        row.Dispose();
        row.Dispose();

        Assert.Equal(0, _source.OpenCursors);
        Assert.Throws<ObjectDisposedException>(() => score(ref value));
    }

    [Fact]
    public void A_row_of_another_schema_an_inactive_column_and_a_wrong_type_are_refused()
    {
        using DataViewRowCursor cursor = _source.GetRowCursor(_source.Schema);
        using DataViewRow row = _mapper.GetRow(cursor, [_schema["Score"]]);

        Assert.Throws<ArgumentException>(() => _mapper.GetRow(row, [_schema["Score"]]));
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<VBuffer<float>>(_schema["Latent"]));
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<int>(_schema["Id"]));
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<double>(_schema["Score"]));
        float value = 0;
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<float>(_schema["Score"])(ref value));
    }

    private sealed class Cluster
    {
        public uint PredictedLabel { get; set; }
    }
}
