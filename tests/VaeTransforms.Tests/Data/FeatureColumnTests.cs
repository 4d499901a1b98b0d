using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Pipeline;
using Xunit;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Tests.Data;

public sealed class FeatureColumnTests
{
    [Fact]
    public void A_missing_column_is_reported_with_the_columns_that_are_there()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => FeatureColumn.Find(Views.Schema(NumberDataViewType.Single), "Fetures"));

        Assert.Equal(
            "There is no column 'Fetures'. The columns are: 'Id', 'Features'. Name one of them, or put the columns to use into "
                + "one vector with mlContext.Transforms.Concatenate(\"Fetures\", …).",
            exception.Message);
        Assert.Equal(
            exception.Message.Replace("'Id', 'Features'", "'Id'", StringComparison.Ordinal),
            Assert.Throws<ArgumentException>(() => FeatureColumn.Find(
                new SchemaShape([SchemaShapes.Column("Id", VectorKind.Scalar, NumberDataViewType.Int32)]), "Fetures")).Message);
    }

    [Fact]
    public void A_type_that_does_not_fit_is_reported_with_what_to_do()
    {
        Assert.Equal(
            "Column 'Features' is a Single, but a VAE needs a vector of fixed size of Single or Double. Put the columns into one "
                + "vector with mlContext.Transforms.Concatenate(\"Features\", …).",
            Misfit(NumberDataViewType.Single));
        Assert.Contains("is a Vector<Double> of variable size, but", Misfit(new VectorDataViewType(NumberDataViewType.Double)), StringComparison.Ordinal);
        Assert.Contains("Give it a fixed size", Misfit(new VectorDataViewType(NumberDataViewType.Single)), StringComparison.Ordinal);
        Assert.Contains("Concatenate(\"Features\"", Misfit(NumberDataViewType.Int32), StringComparison.Ordinal);
        Assert.Contains("outputKind: DataKind.Single).", Misfit(new VectorDataViewType(NumberDataViewType.Int32, 3)), StringComparison.Ordinal);
        Assert.Contains("OneHotEncoding", Misfit(TextDataViewType.Instance), StringComparison.Ordinal);
        Assert.Contains("MapKeyToVector", Misfit(new KeyDataViewType(typeof(uint), 5)), StringComparison.Ordinal);
        Assert.Contains("ExtractPixels", Misfit(new Microsoft.ML.Transforms.Image.ImageDataViewType(2, 2)), StringComparison.Ordinal);
        Assert.Contains("Turn it into numbers first.", Misfit(DateTimeDataViewType.Instance), StringComparison.Ordinal);
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
    public void A_key_is_refused_though_its_values_are_numbers()
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
    public void Another_length_than_the_one_trained_on_is_refused()
    {
        DataViewSchema schema = Views.Schema(new VectorDataViewType(NumberDataViewType.Single, 12));

        Assert.Equal(
            "Column 'Features' has 12 values, but the model was trained on 30. Use the columns it was trained on, or fit again.",
            Assert.Throws<ArgumentException>(
                () => FeatureColumn.Find(schema, "Features", 30, NumberDataViewType.Single)).Message);
        Assert.Equal(12, FeatureColumn.Find(schema, "Features", 12, NumberDataViewType.Single).Size);
    }

    [Fact]
    public void Another_item_type_than_the_one_trained_on_is_refused()
    {
        DataViewSchema schema = Views.Schema(new VectorDataViewType(NumberDataViewType.Double, 12));

        Assert.Equal(
            "Column 'Features' holds Double values, but the model was trained on Single values. Convert it with "
                + "mlContext.Transforms.Conversion.ConvertType(\"Features\", outputKind: DataKind.Single), or fit again.",
            Assert.Throws<ArgumentException>(
                () => FeatureColumn.Find(schema, "Features", 12, NumberDataViewType.Single)).Message);
    }

    [Fact]
    public void Slot_names_are_read_and_names_of_another_number_of_slots_are_not()
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
}
