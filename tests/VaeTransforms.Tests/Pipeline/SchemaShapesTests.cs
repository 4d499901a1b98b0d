using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using Xunit;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Tests.Pipeline;

public sealed class SchemaShapesTests
{
    private static readonly SchemaShape.Column Features = SchemaShapes.Column(
        "Features",
        VectorKind.Vector,
        NumberDataViewType.Single,
        SchemaShapes.Column("SlotNames", VectorKind.Vector, TextDataViewType.Instance));

    [Fact]
    public void A_column_has_what_it_was_made_of()
    {
        Assert.Equal("Features", Features.Name);
        Assert.Equal(VectorKind.Vector, Features.Kind);
        Assert.Equal(NumberDataViewType.Single, Features.ItemType);
        Assert.False(Features.IsKey);
        Assert.Equal("SlotNames", Assert.Single(Features.Annotations).Name);
    }

    [Fact]
    public void Stock_estimators_accept_a_column_made_here()
    {
        var context = new MLContext();

        SchemaShape output = context.Clustering.Trainers.KMeans("Features").GetOutputSchema(new SchemaShape([Features]));

        Assert.NotNull(SchemaShapes.Find(output, "PredictedLabel"));
        Assert.Null(SchemaShapes.Find(output, "Nothing"));
    }

    [Fact]
    public void An_added_column_replaces_a_column_of_the_same_name()
    {
        SchemaShape shape = SchemaShapes.With(
            new SchemaShape([Features, SchemaShapes.Column("Id", VectorKind.Scalar, NumberDataViewType.Int32)]),
            [SchemaShapes.Column("Features", VectorKind.Scalar, TextDataViewType.Instance)]);

        Assert.Equal(["Features", "Id"], shape.Select(column => column.Name));
        Assert.Equal(TextDataViewType.Instance, SchemaShapes.Find(shape, "Features")!.Value.ItemType);
    }
}
