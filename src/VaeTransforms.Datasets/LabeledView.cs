using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Datasets;

/// <summary>Builds the views of all data sets: their columns, types, slot names and key values.</summary>
internal static class LabeledView
{
    /// <summary>A view with <c>Features</c> and a Boolean <c>Label</c>.</summary>
    public static IDataView WithFlags(MLContext mlContext, float[][] features, bool[] labels, string[] slotNames) =>
        Create(mlContext, features, labels, slotNames, _ => { });

    /// <summary>A view with <c>Features</c> and a key <c>Label</c> whose values are the names of the classes.</summary>
    /// <param name="mlContext">The context that creates the view.</param>
    /// <param name="features">[n], each [D].</param>
    /// <param name="classes">[n], each the index of a class name.</param>
    /// <param name="slotNames">[D].</param>
    /// <param name="classNames">The key values.</param>
    public static IDataView WithClasses(
        MLContext mlContext, float[][] features, IEnumerable<int> classes, string[] slotNames, string[] classNames) =>
        Create(mlContext, features, classes.Select(index => (uint)index), slotNames, label =>
        {
            label.ColumnType = new KeyDataViewType(typeof(uint), classNames.Length);
            AddNames(label, "KeyValues", classNames);
        });

    /// <summary>Names of pixels, row by row, as in scikit-learn: <c>pixel_0_0</c>, <c>pixel_0_1</c>, …</summary>
    public static string[] PixelNames(int height, int width) =>
        [.. Enumerable.Range(0, height * width).Select(i => $"pixel_{i / width}_{i % width}")];

    private static IDataView Create<TLabel>(MLContext mlContext, float[][] features, IEnumerable<TLabel> labels,
        string[] slotNames, Action<SchemaDefinition.Column> describeLabel)
    {
        var schema = SchemaDefinition.Create(typeof(LabeledRow<TLabel>));
        SchemaDefinition.Column column = schema[nameof(LabeledRow<>.Features)];
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, slotNames.Length);
        AddNames(column, "SlotNames", slotNames);
        describeLabel(schema[nameof(LabeledRow<>.Label)]);

        // With a list instead of a query, the view has a row count and reads the same rows each time.
        List<LabeledRow<TLabel>> rows =
            [.. features.Zip(labels, (row, label) => new LabeledRow<TLabel> { Features = row, Label = label })];
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    private static void AddNames(SchemaDefinition.Column column, string kind, string[] names) => column.AddAnnotation(
        kind,
        new VBuffer<ReadOnlyMemory<char>>(names.Length, Array.ConvertAll(names, name => name.AsMemory())),
        new VectorDataViewType(TextDataViewType.Instance, names.Length));
}
