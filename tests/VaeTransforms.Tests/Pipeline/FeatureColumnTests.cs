using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using Xunit;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Tests.Pipeline;

public sealed class FeatureColumnTests
{
    [Fact]
    public void The_message_about_a_missing_column_lists_the_columns()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => FeatureColumn.Find(Views.Schema(NumberDataViewType.Single), "Fetures"));

        AssertFacts(exception.Message, "'Fetures'", "'Id', 'Features'", "Concatenate(\"Fetures\"");
        Assert.Equal(
            exception.Message.Replace("'Id', 'Features'", "'Id'", StringComparison.Ordinal),
            Assert.Throws<ArgumentException>(() => FeatureColumn.Find(
                new SchemaShape([SchemaShapes.Column("Id", VectorKind.Scalar, NumberDataViewType.Int32)]), "Fetures")).Message);
    }

    [Fact]
    public void The_message_about_an_unsupported_type_tells_what_to_do()
    {
        AssertFacts(Misfit(NumberDataViewType.Single), "'Features' is a Single", "Single or Double", "Concatenate(\"Features\"");
        AssertFacts(Misfit(new VectorDataViewType(NumberDataViewType.Double)), "is a Vector<Double> of variable size, but");
        AssertFacts(Misfit(new VectorDataViewType(NumberDataViewType.Single)), "[VectorType(n)]");
        AssertFacts(Misfit(NumberDataViewType.Int32), "Concatenate(\"Features\"");
        AssertFacts(Misfit(new VectorDataViewType(NumberDataViewType.Int32, 3)), "outputKind: DataKind.Single).");
        AssertFacts(Misfit(TextDataViewType.Instance), "OneHotEncoding");
        AssertFacts(Misfit(new KeyDataViewType(typeof(uint), 5)), "MapKeyToVector");
        AssertFacts(Misfit(new Microsoft.ML.Transforms.Image.ImageDataViewType(2, 2)), "ExtractPixels");
        AssertFacts(Misfit(DateTimeDataViewType.Instance), "is a DateTime", "numbers");
    }

    [Fact]
    public void A_shape_is_refused_for_the_same_reasons_as_a_schema()
    {
        static string Refusal(VectorKind kind, DataViewType itemType) => Assert.Throws<ArgumentException>(
            () => FeatureColumn.Find(new SchemaShape([SchemaShapes.Column("Features", kind, itemType)]), "Features")).Message;

        Assert.Equal(Misfit(NumberDataViewType.Single), Refusal(VectorKind.Scalar, NumberDataViewType.Single));
        Assert.Equal(Misfit(TextDataViewType.Instance), Refusal(VectorKind.Scalar, TextDataViewType.Instance));
        Assert.Equal(
            Misfit(new VectorDataViewType(NumberDataViewType.Single)),
            Refusal(VectorKind.VariableVector, NumberDataViewType.Single));
    }

    [Fact]
    public void A_shape_with_a_vector_of_reals_is_found()
    {
        foreach (NumberDataViewType type in new[] { NumberDataViewType.Single, NumberDataViewType.Double })
        {
            var shape = new SchemaShape([SchemaShapes.Column("Features", VectorKind.Vector, type)]);

            Assert.Equal(type, FeatureColumn.Find(shape, "Features").ItemType);
        }
    }

    [Fact]
    public void A_key_is_refused_although_its_values_are_numbers()
    {
        var context = new MLContext();
        SchemaShape shape = context.Transforms.Conversion.MapValueToKey("Features").GetOutputSchema(
            new SchemaShape([SchemaShapes.Column("Features", VectorKind.Vector, TextDataViewType.Instance)]));

        string message = Assert.Throws<ArgumentException>(() => FeatureColumn.Find(shape, "Features")).Message;

        Assert.StartsWith("Column 'Features' is a Vector<Key<UInt32>>, but a VAE", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_is_one_row_of_all_its_values()
    {
        FeatureColumn column = FeatureColumn.Find(
            Views.Schema(new VectorDataViewType(NumberDataViewType.Single, 28, 28, 1)), "Features");

        Assert.Equal(784, column.Size);
        Assert.Equal(1, column.Column.Index);
        Assert.Null(column.SlotNames);
    }

    [Fact]
    public void Another_length_than_in_training_is_refused()
    {
        DataViewSchema schema = Views.Schema(new VectorDataViewType(NumberDataViewType.Single, 12));

        AssertFacts(
            Assert.Throws<ArgumentException>(() => FeatureColumn.Find(schema, "Features", 30, NumberDataViewType.Single)).Message,
            "'Features'",
            "12",
            "30");
        Assert.Equal(12, FeatureColumn.Find(schema, "Features", 12, NumberDataViewType.Single).Size);
    }

    [Fact]
    public void Another_item_type_than_in_training_is_refused()
    {
        DataViewSchema schema = Views.Schema(new VectorDataViewType(NumberDataViewType.Double, 12));

        AssertFacts(
            Assert.Throws<ArgumentException>(() => FeatureColumn.Find(schema, "Features", 12, NumberDataViewType.Single)).Message,
            "'Features' has Double values",
            "Single values",
            "ConvertType(\"Features\", outputKind: DataKind.Single)");
    }

    [Fact]
    public void Slot_names_are_read_if_there_is_one_for_each_slot()
    {
        var vector = new VectorDataViewType(NumberDataViewType.Single, 2);
        IReadOnlyList<string>? Names(int promised, params string[] names) =>
            FeatureColumn.Find(Views.Schema(vector, Views.SlotNames(promised, names)), "Features").SlotNames;

        Assert.Equal(["Age", ""], Names(2, "Age", ""));
        Assert.Null(Names(3, "Age", "Amount", "Balance"));
        Assert.Null(Names(2, "Age"));
    }

    private static string Misfit(DataViewType type) =>
        Assert.Throws<ArgumentException>(() => FeatureColumn.Find(Views.Schema(type), "Features")).Message;

    private static void AssertFacts(string message, params string[] facts) =>
        Assert.All(facts, fact => Assert.Contains(fact, message, StringComparison.Ordinal));
}
