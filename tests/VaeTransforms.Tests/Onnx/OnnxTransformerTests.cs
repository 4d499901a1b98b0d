using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using Xunit;

namespace VaeTransforms.Tests.Onnx;

/// <summary>Graphs as ML.NET's stock transformer sees them.</summary>
public sealed class OnnxTransformerTests
{
    private const string Input = "Größe, \"features\"/1";

    private static readonly TrainedVae Untrained = TestModels.Random(TestModels.Architecture(inputSize: 6, latentDimension: 3));

    private static readonly TrainedVae Model = TestModels.Detector(Untrained, 2.5f) with
    {
        SlotNames = ["a", "b", "ß", "", "e", "a"],
    };

    private static readonly RowGraph Everything = new()
    {
        Features = Input,
        Mean = "Latent 1",
        LogVariance = "mean.weight",
        Reconstruction = "vae/reconstruction",
        Scalars = "Scalars",
        ScalarOutputs = TensorNames.Scalars & ~VaeOutputs.OfClusters,
    };

    [Fact]
    public void A_row_graph_gives_known_size_vectors_that_match_the_reference()
    {
        float[][] rows = TestModels.Rows(Model, 7);
        IDataView scored = Apply(GraphWriter.Row(Model, Everything, GraphContent.Whole), Input, rows,
            Everything.Mean!, Everything.LogVariance!, Everything.Reconstruction!, Everything.Scalars!);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), scored.Schema[Everything.Mean!].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), scored.Schema[Everything.LogVariance!].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 6), scored.Schema[Everything.Reconstruction!].Type);
        Assert.Equal(
            new VectorDataViewType(NumberDataViewType.Single, RowScalars.Count),
            scored.Schema[Everything.Scalars!].Type);
        float[][] scalars = Column(scored, Everything.Scalars!);
        for (int row = 0; row < rows.Length; row++)
        {
            ReferencePass reference = new(Model, rows[row]);
            Near.Equal(reference.Mean, Column(scored, Everything.Mean!)[row]);
            Near.Equal(reference.LogVariance, Column(scored, Everything.LogVariance!)[row]);
            Near.Equal(reference.Reconstruction, Column(scored, Everything.Reconstruction!)[row]);
            Near.Equal(reference.KlDivergence, scalars[row][RowScalars.KlDivergence]);
            Near.Equal(reference.ReconstructionError, scalars[row][RowScalars.ReconstructionError]);
            Near.Equal(reference.KlDivergence + reference.ReconstructionError, scalars[row][RowScalars.Score]);
            Assert.Equal(scalars[row][RowScalars.Score] - 2.5f, scalars[row][RowScalars.Excess]);
        }
    }

    [Fact]
    public void The_reconstruction_of_a_row_graph_has_the_models_slot_names()
    {
        IDataView scored = Apply(GraphWriter.Row(Model, Everything, GraphContent.Whole), Input, TestModels.Rows(Model, 1),
            Everything.Mean!, Everything.LogVariance!, Everything.Reconstruction!);

        Assert.False(scored.Schema[Everything.Mean!].HasSlotNames());
        Assert.False(scored.Schema[Everything.LogVariance!].HasSlotNames());
        Assert.Equal(Model.SlotNames!, SlotNames(scored, Everything.Reconstruction!));
    }

    [Fact]
    public void Scalars_that_were_not_asked_for_are_zero()
    {
        RowGraph klOnly = new() { Features = "x", Scalars = "s", ScalarOutputs = VaeOutputs.KlDivergence };
        float[][] rows = TestModels.Rows(Model, 1);
        float[] scalars = Column(Apply(GraphWriter.Row(Model, klOnly, GraphContent.Whole), "x", rows, "s"), "s")[0];

        Near.Equal([new ReferencePass(Model, rows[0]).KlDivergence, 0, 0, 0, 0, 0, 0, 0], scalars);
    }

    [Fact]
    public void A_missing_value_gives_NaN_in_every_column_of_its_row()
    {
        float[][] rows = TestModels.Rows(Model, 3);
        rows[1][4] = float.NaN;
        string[] columns = [Everything.Mean!, Everything.LogVariance!, Everything.Reconstruction!, Everything.Scalars!];
        IDataView scored = Apply(GraphWriter.Row(Model, Everything, GraphContent.Whole), Input, rows, columns);

        foreach (string column in columns)
        {
            float[][] values = Column(scored, column);

            // The cluster is the last scalar, and is not computed: the model has none. PriorTests has one that does.
            float[] computed = column == Everything.Scalars ? values[1][..RowScalars.Cluster] : values[1];
            Assert.All(computed, value => Assert.True(float.IsNaN(value)));
            Assert.All([.. values[0], .. values[2]], value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void A_batch_graph_gives_columns_too()
    {
        float[][] rows = TestModels.Rows(Model, 4);
        byte[] graph = GraphWriter.Batch(Model, VaeOutputs.Encoder, GraphContent.Lean);
        IDataView scored = Apply(graph, TensorNames.Features, rows, "Mean", "LogVariance");

        Assert.Equal(3, ((VectorDataViewType)scored.Schema["Mean"].Type).Size);
        Near.Equal(new ReferencePass(Model, rows[3]).Mean, Column(scored, "Mean")[3]);
    }

    [Fact]
    public void A_name_that_stands_for_two_tensors_is_refused_with_all_names()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => GraphWriter.Row(Model, new RowGraph { Features = "x", Mean = "x" }, GraphContent.Lean));
        Assert.Contains("'x', 'x'", exception.Message, StringComparison.Ordinal);
    }

    private static IDataView Apply(byte[] graph, string input, float[][] rows, params string[] outputs)
    {
        MLContext context = new(seed: 1);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        SchemaDefinition.Column column = schema[nameof(Row.Values)];
        column.ColumnName = input;
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        IDataView view = context.Data.LoadFromEnumerable(rows.Select(values => new Row { Values = values }), schema);
        return context.Transforms.ApplyOnnxModel(outputs, [input], new MemoryStream(graph)).Fit(view).Transform(view);
    }

    private static float[][] Column(IDataView view, string name) => [.. view.GetColumn<float[]>(view.Schema[name])];

    private static string[] SlotNames(IDataView view, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema[column].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
