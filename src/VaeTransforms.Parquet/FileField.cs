using Parquet.Schema;

namespace VaeTransforms.Parquet;

/// <summary>A field of a Parquet file that may become a column.</summary>
/// <param name="Name">Its name; behind the names of the structures around it, each with a dot.</param>
/// <param name="Data">Where its values are; null for what cannot be a column.</param>
/// <param name="IsList">Whether a row has a list of values.</param>
/// <param name="Kind">What it holds, for messages.</param>
internal sealed record FileField(string Name, DataField? Data, bool IsList, string Kind)
{
    /// <summary>The fields of a file, in order. The members of a structure are fields of their own.</summary>
    public static IReadOnlyList<FileField> All(ParquetSchema schema) => [.. schema.Fields.SelectMany(field => Of(field, ""))];

    /// <summary>The name and the type, which files that are read together share.</summary>
    public override string ToString() => $"{Name} ({Kind})";

    private static IEnumerable<FileField> Of(Field field, string prefix) => field switch
    {
        StructField structure => structure.Fields.SelectMany(member => Of(member, $"{prefix}{structure.Name}.")),
        ListField { Item: DataField item } => [new FileField(prefix + field.Name, item, true, $"list of {Named(item)}")],
        DataField { IsArray: true } data => [new FileField(prefix + field.Name, data, true, $"list of {Named(data)}")],
        DataField data => [new FileField(prefix + field.Name, data, false, Named(data))],
        ListField => [new FileField(prefix + field.Name, null, true, "list of structures")],
        _ => [new FileField(prefix + field.Name, null, false, "map")],
    };

    private static string Named(DataField field) => field is TimeDataField ? "time of day"
        : field.ClrType == typeof(ReadOnlyMemory<byte>) ? "bytes"
        : field.ClrType == typeof(ReadOnlyMemory<char>) ? nameof(String)
        : field.ClrType.Name;
}
