using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Tests.Pipeline;

/// <summary>Small views with a column 'Features'.</summary>
internal static class Views
{
    public static MLContext Context { get; } = new(1);

    public static IDataView Singles(params float[][] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SinglesRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        return Context.Data.LoadFromEnumerable(rows.Select(row => new SinglesRow { Features = row }).ToArray(), schema);
    }

    public static IDataView Doubles(params double[][] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(DoublesRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Double, rows[0].Length);
        return Context.Data.LoadFromEnumerable(rows.Select(row => new DoublesRow { Features = row }).ToArray(), schema);
    }

    /// <summary>A schema whose column 'Features' has the given type.</summary>
    public static DataViewSchema Schema(DataViewType type, DataViewSchema.Annotations? annotations = null)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Id", NumberDataViewType.Int32);
        builder.AddColumn("Features", type, annotations);
        return builder.ToSchema();
    }

    public static DataViewSchema.Annotations SlotNames(int promised, params string[] names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            "SlotNames",
            new VectorDataViewType(TextDataViewType.Instance, promised),
            (ref VBuffer<ReadOnlyMemory<char>> value) =>
                value = new VBuffer<ReadOnlyMemory<char>>(names.Length, [.. names.Select(name => name.AsMemory())]));
        return builder.ToAnnotations();
    }

    private sealed class SinglesRow
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class DoublesRow
    {
        public double[] Features { get; set; } = [];
    }
}
