using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Onnx;
using VaeTransforms.Pipeline;
using Xunit;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Tests.Pipeline;

public sealed class OutputColumnsTests
{
    private static readonly OutputColumns All = new(
        ["Features"],
        OutputColumn.Of("Latent", VaeOutputs.Mean),
        [
            .. OutputColumns.Requested(
                ("LogVariance", VaeOutputs.LogVariance),
                (null, VaeOutputs.KlDivergence),
                ("Reconstruction", VaeOutputs.Reconstruction),
                ("Score", VaeOutputs.Score)),
            OutputColumn.PredictedLabel("PredictedLabel"),
        ],
        latentIsNormalized: true);

    [Fact]
    public void The_schema_has_the_inputs_columns_and_then_the_added_ones()
    {
        DataViewSchema input = Views.Schema(new VectorDataViewType(NumberDataViewType.Double, 2, 2));
        DataViewSchema output = All.AppendTo(input, Widths(FeatureColumn.Find(input, "Features"), 2));

        Assert.Equal(
            [
                "Id: Int32", "Features: Vector<Double, 2, 2>", "Latent: Vector<Single, 2> {IsNormalized}",
                "LogVariance: Vector<Single, 2>", "Reconstruction: Vector<Single, 4>", "Score: Single", "PredictedLabel: Boolean",
            ],
            output.Select(column => $"{column}"));
        Assert.True(output["Latent"].IsNormalized());
    }

    [Fact]
    public void The_reconstruction_has_the_slot_names_of_the_input()
    {
        DataViewSchema input = Views.Schema(
            new VectorDataViewType(NumberDataViewType.Single, 2), Views.SlotNames(2, "Age", "Amount"));
        DataViewSchema output = All.AppendTo(input, Widths(FeatureColumn.Find(input, "Features"), 1));

        Assert.True(output["Reconstruction"].HasSlotNames());
        Assert.Equal(["Age", "Amount"], FeatureColumn.Find(output, "Reconstruction").SlotNames);
        Assert.False(output["Latent"].HasSlotNames());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_shape_of_the_estimator_is_the_shape_of_the_schema(bool withSlotNames)
    {
        SchemaShape.Column features = SchemaShapes.Column(
            "Features",
            VectorKind.Vector,
            NumberDataViewType.Single,
            withSlotNames ? [SchemaShapes.Column("SlotNames", VectorKind.Vector, TextDataViewType.Instance)] : []);
        SchemaShape promised = All.AppendTo(new SchemaShape([features]), withSlotNames);

        IEnumerable<DataViewSchema.DetachedColumn> given = All.Detached(new(2, 2, withSlotNames ? ["Age", "Amount"] : null));

        Assert.Equal(
            given.Select(column => (
                column.Name,
                column.Type is VectorDataViewType ? VectorKind.Vector : VectorKind.Scalar,
                (column.Type as VectorDataViewType)?.ItemType ?? column.Type,
                string.Join(',', column.Annotations.Schema.Select(annotation => annotation.Name)))),
            promised.Skip(1).Select(column => (
                column.Name,
                column.Kind,
                column.ItemType,
                string.Join(',', column.Annotations.Select(annotation => annotation.Name)))));
    }

    [Fact]
    public void The_first_column_can_replace_the_input()
    {
        DataViewSchema input = Views.Schema(new VectorDataViewType(NumberDataViewType.Single, 4));
        var columns = new OutputColumns(["Features"], OutputColumn.Of("Features", VaeOutputs.Mean), []);

        DataViewSchema output = columns.AppendTo(input, Widths(FeatureColumn.Find(input, "Features"), 2));

        Assert.True(output[1].IsHidden);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), output["Features"].Type);
    }

    [Theory]
    [InlineData("Latent", "", "Score column", "empty")]
    [InlineData("", "Score", "output column", "empty")]
    [InlineData("Latent", "Latent", "Two output columns", "'Latent'")]
    [InlineData("Latent", "Features", "Score column", "input column, 'Features'")]
    public void Names_that_contradict_each_other_are_refused(string first, string other, params string[] facts)
    {
        string message = Assert.Throws<ArgumentException>(() => new OutputColumns(
            ["Features"], OutputColumn.Of(first, VaeOutputs.Mean), [OutputColumn.Of(other, VaeOutputs.Score)])).Message;

        Assert.All(facts, fact => Assert.Contains(fact, message, StringComparison.Ordinal));
    }

    private static OutputWidths Widths(FeatureColumn column, int latent) => new(latent, column.Size, column.SlotNames);
}
