using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Reading;

/// <summary>Finds the columns that a fit reads besides the features.</summary>
internal static class SideColumns
{
    /// <summary>A scalar of any type that has values to compare.</summary>
    public static SideColumnRule SamplingKey { get; } = new(
        nameof(VaeOptions.SamplingKeyColumnName),
        "a scalar, such as text, a key or an integer",
        type => type is PrimitiveDataViewType);

    /// <summary>A number.</summary>
    public static SideColumnRule ExampleWeight { get; } = new(
        nameof(VaeOptions.ExampleWeightColumnName), "a Single or a Double", FeatureColumn.IsReal);

    /// <summary>A key.</summary>
    public static SideColumnRule Label { get; } = new(
        nameof(VaeOptions.LabelColumnName), "a key, as MapValueToKey gives it", type => type is KeyDataViewType)
    {
        NeedsKey = true,
    };

    /// <summary>Checks that the columns that options name are in a shape.</summary>
    /// <exception cref="ArgumentException">A column is missing, or its type is not supported.</exception>
    public static void Check(SchemaShape schema, VaeOptions options)
    {
        if (options.SamplingKeyColumnName is { } key)
        {
            Check(schema, key, SamplingKey);
        }

        if (options.ExampleWeightColumnName is { } weight)
        {
            Check(schema, weight, ExampleWeight);
        }

        if (options.LabelColumnName is { } label)
        {
            Check(schema, label, Label);
        }
    }

    /// <summary>The type of the key values that labels give to a column of clusters; null if there are none.</summary>
    public static DataViewType? LabelValues(SchemaShape schema, VaeOptions options) =>
        options.LabelColumnName is { } label && SchemaShapes.Find(schema, label) is { } column
            ? SchemaShapes.Find(column.Annotations, ClusterKeys.Kind)?.ItemType
            : null;

    /// <summary>Finds a column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or its type is not supported.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, SideColumnRule rule)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
        {
            throw Missing(name, rule, schema.Where(c => !c.IsHidden).Select(c => c.Name));
        }

        return rule.Accepts(column.Type) ? column : throw Misfit(name, rule, $"{column.Type}");
    }

    private static void Check(SchemaShape schema, string name, SideColumnRule rule)
    {
        if (SchemaShapes.Find(schema, name) is not { } column)
        {
            throw Missing(name, rule, schema.Select(c => c.Name));
        }

        if (column.Kind != VectorKind.Scalar || !(rule.NeedsKey ? column.IsKey : rule.Accepts(column.ItemType)))
        {
            throw Misfit(name, rule, column.Kind == VectorKind.Scalar ? $"{column.ItemType}" : $"Vector<{column.ItemType}>");
        }
    }

    private static ArgumentException Missing(string name, SideColumnRule rule, IEnumerable<string> present) =>
        new($"There is no column '{name}', which {rule.Option} names. The columns are: "
            + $"{NameList.Quoted(present)}. Use one of them, or set {rule.Option} to null.");

    private static ArgumentException Misfit(string name, SideColumnRule rule, string type) =>
        new($"Column '{name}' is a {type}, but {rule.Option} needs {rule.Needs}. Use another column, or set {rule.Option} to "
            + "null.");
}

/// <summary>What an option needs of the column that it names.</summary>
/// <param name="Option">The option.</param>
/// <param name="Needs">In words.</param>
/// <param name="Accepts">Whether a type fits.</param>
internal sealed record SideColumnRule(string Option, string Needs, Func<DataViewType, bool> Accepts)
{
    /// <summary>Whether only a key fits. A column of which only the shape is known has the type of its raw values.</summary>
    public bool NeedsKey { get; init; }
}
