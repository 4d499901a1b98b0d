using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace VaeTransforms.Tests.Contract.Tables;

/// <summary>A table with a column of every type, as both estimators take it.</summary>
public sealed class EveryTypeTests
{
    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_schema_that_the_estimator_promises_is_that_of_the_transformer_before_and_after_saving(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(200));
        IEstimator<ITransformer> estimator = Orders.Create(subject, ml, Orders.Columns, Orders.AllColumns);

        SchemaShape promised = estimator.GetOutputSchema(Subjects.Shape(data.Schema));
        ITransformer fitted = estimator.Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out DataViewSchema? loadedSchema);

        DataViewSchema schema = fitted.GetOutputSchema(data.Schema);
        Assert.Equal(SchemaTests.Describe(Subjects.Shape(schema)).Order(), SchemaTests.Describe(promised).Order());
        Assert.Equal(SchemaTests.Describe(schema), SchemaTests.Describe(fitted.Transform(data).Schema));
        Assert.Equal(SchemaTests.Describe(schema), SchemaTests.Describe(loaded.GetOutputSchema(data.Schema)));
        Assert.Equal(SchemaTests.Describe(schema), SchemaTests.Describe(loaded.GetOutputSchema(loadedSchema)));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, Slots), schema["Reconstruction"].Type);
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_saved_transformer_gives_the_same_values(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(200));
        ITransformer fitted = Orders.Create(subject, ml, Orders.Columns, Orders.AllColumns).Fit(data);
        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        IDataView unseen = Orders.View(ml, Orders.Rows(60, seed: 5));

        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(unseen));

        Table.AssertNear(scored, Table.Read(loaded.Transform(unseen)));
        Assert.All(scored["Surprise"], score => Assert.True(float.IsFinite(score[0])));
        Assert.All(scored["Observed"], count => Assert.Equal(ColumnCount, count[0]));
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void The_model_of_a_pipeline_is_the_same_in_memory_saved_and_in_a_file(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(200));
        ITransformer fitted = Orders.Create(subject, ml, Orders.Columns, Orders.Quick).Fit(data);
        using VaeModel model = VaeModel.FromTransformer(fitted);
        using VaeModel loaded = VaeModel.FromTransformer(Subjects.SaveAndLoad(fitted, data.Schema, out _));
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        using VaeModel read = VaeModel.Load(file);

        foreach (VaeModel other in new[] { loaded, read })
        {
            Assert.Equal(Orders.Columns, other.InputColumnNames);
            Assert.Equal(model.Columns, other.Columns);
            Assert.Equal(model.SlotNames, other.SlotNames);
            Assert.Equal(model.Evaluate(data).AtMean.Elbo, other.Evaluate(data).AtMean.Elbo, 1e-4);
        }

        Assert.Equal(200, model.Evaluate(data).Rows);
    }

    /// <summary>Values such as ticks are large numbers in a column's own units.</summary>
    [Fact]
    public void A_detector_has_the_ELBO_of_an_encoder_with_the_same_options()
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(200));
        using VaeTransformer encoder =
            (VaeTransformer)Orders.Create(Subject.VaeEncode, ml, Orders.Columns, Orders.Quick).Fit(data);
        using VaeAnomalyTransformer detector =
            (VaeAnomalyTransformer)Orders.Create(Subject.AnomalyTrainer, ml, Orders.Columns, Orders.Quick).Fit(data);

        Assert.Equal(encoder.Model.Evaluate(data).AtMean.Elbo, detector.Model.Evaluate(data).AtMean.Elbo, 1e-3);
    }

    [Fact]
    public void A_pipeline_reads_the_columns_adds_its_own_and_passes_the_others_through()
    {
        var ml = new MLContext(1);
        IDataView data = ml.Data.LoadFromEnumerable(Orders.Rows(200));
        ITransformer pipeline = ml.Transforms.Conversion.MapValueToKey("Country", "CountryName")
            .Append(ml.Transforms.VaeEncode("Latent", inputColumnNames: Orders.Columns, Orders.Quick))
            .Append(ml.Clustering.Trainers.KMeans("Latent", numberOfClusters: 3))
            .Fit(data);
        IDataView transformed = pipeline.Transform(data);
        using PredictionEngine<Order, Coded> engine = ml.Model.CreatePredictionEngine<Order, Coded>(pipeline);

        Coded[] rows = [.. ml.Data.CreateEnumerable<Coded>(transformed, reuseRowObject: false)];
        Assert.Equal(Orders.Rows(200).Select(row => row.Id), rows.Select(row => row.Id));
        Assert.All(rows, row => Assert.InRange(row.PredictedLabel, 1u, 3u));
        for (int i = 0; i < 20; i++)
        {
            Coded predicted = engine.Predict(Orders.Rows(200)[i]);
            Table.AssertNear(rows[i].Latent, predicted.Latent, $"row {i}");
            Assert.Equal((rows[i].Id, rows[i].PredictedLabel), (predicted.Id, predicted.PredictedLabel));
        }
    }

    [Theory]
    [MemberData(nameof(Subjects.Both), MemberType = typeof(Subjects))]
    public void A_row_mapper_and_a_set_of_cursors_give_the_values_of_a_cursor(Subject subject)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(200));
        ITransformer fitted = Orders.Create(subject, ml, Orders.Columns, Orders.AllColumns).Fit(data);
        IDataView transformed = fitted.Transform(data);
        var byId = Read(transformed.GetRowCursor(transformed.Schema));

        var fromSet = transformed.GetRowCursorSet(transformed.Schema, 2).SelectMany(Read).ToDictionary();
        IRowToRowMapper mapper = fitted.GetRowToRowMapper(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        using DataViewRow mapped = mapper.GetRow(cursor, mapper.OutputSchema);
        var fromMapper = new Dictionary<string, float>();
        ValueGetter<float> score = mapped.GetGetter<float>(mapper.OutputSchema["Surprise"]);
        ValueGetter<ReadOnlyMemory<char>> id = mapped.GetGetter<ReadOnlyMemory<char>>(mapper.OutputSchema["Id"]);
        while (cursor.MoveNext())
        {
            Add(id, score, fromMapper);
        }

        Assert.Equal(200, byId.Count);
        foreach (Dictionary<string, float> other in new[] { fromSet, fromMapper })
        {
            Assert.Equal(byId.Keys.Order(), other.Keys.Order());
            Assert.All(byId, pair => Table.AssertNear([pair.Value], [other[pair.Key]], pair.Key));
        }
    }

    [Theory]
    [InlineData("Job")]
    [InlineData("Country")]
    [InlineData("Region")]
    [InlineData("Paid")]
    [InlineData("Byte")]
    [InlineData("Placed")]
    [InlineData("Readings")]
    public void A_single_column_of_a_table_is_enough(string column)
    {
        var ml = new MLContext(1);
        IDataView data = Orders.View(ml, Orders.Rows(200));
        VaeOptions options = Orders.AllColumns with { LatentDimension = null };

        ITransformer fitted = ml.Transforms.VaeEncode("Latent", inputColumnNames: [column], options).Fit(data);

        ITransformer loaded = Subjects.SaveAndLoad(fitted, data.Schema, out _);
        Dictionary<string, float[][]> scored = Table.Read(fitted.Transform(data));
        Table.AssertNear(scored, Table.Read(loaded.Transform(data)));
        Assert.All(scored["Surprise"], score => Assert.True(float.IsFinite(score[0])));
    }

    // A number, a Boolean or a time is one slot; the rest are 4 jobs, 3 countries, 5 regions and both vectors.
    private const int Slots = 13 + 4 + 3 + 5 + 3 + 2;

    // Each value of a vector is a column of its own.
    private const int ColumnCount = 13 + 3 + 3 + 2;

    private static Dictionary<string, float> Read(DataViewRowCursor cursor)
    {
        using DataViewRowCursor rows = cursor;
        var values = new Dictionary<string, float>();
        ValueGetter<float> score = rows.GetGetter<float>(rows.Schema["Surprise"]);
        ValueGetter<ReadOnlyMemory<char>> id = rows.GetGetter<ReadOnlyMemory<char>>(rows.Schema["Id"]);
        while (rows.MoveNext())
        {
            Add(id, score, values);
        }

        return values;
    }

    private static void Add(
        ValueGetter<ReadOnlyMemory<char>> id, ValueGetter<float> score, Dictionary<string, float> values)
    {
        ReadOnlyMemory<char> name = default;
        float value = 0;
        id(ref name);
        score(ref value);
        values.Add($"{name}", value);
    }

    private sealed class Coded
    {
        public string Id { get; set; } = "";

        public float[] Latent { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
