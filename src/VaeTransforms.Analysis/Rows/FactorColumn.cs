using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeTransforms.Analysis;

/// <summary>A column that says what is true of a row: a key or Boolean, whose values are classes, or a number, a quantity.</summary>
internal sealed class FactorColumn
{
    private readonly DataViewSchema.Column _column;

    private FactorColumn(DataViewSchema.Column column) => _column = column;

    public string Name => _column.Name;

    /// <summary>Whether values are classes, and not quantities.</summary>
    public bool IsClass => _column.Type is KeyDataViewType or BooleanDataViewType;

    /// <summary>The column in its schema.</summary>
    public DataViewSchema.Column Column => _column;

    /// <summary>Finds the columns with these names.</summary>
    /// <exception cref="ArgumentException">None is named, one twice, one is missing, or one has another type.</exception>
    public static FactorColumn[] Find(DataViewSchema schema, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw new ArgumentException(
                "A supervised measure needs at least one column that says what is true of a row. Name one, such as \"Label\", or use LatentSpace.Udr, which needs none.");
        }

        string? twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? [.. names.Select(name => Find(schema, name))]
            : throw new ArgumentException($"Column '{twice}' is named twice as a factor. Name it once.");
    }

    /// <summary>Reads the current row's value; NaN where it is missing.</summary>
    /// <param name="row">A row or cursor in which the column is active.</param>
    public Func<double> Reader(DataViewRow row)
    {
        Type type = _column.Type.RawType;
        bool isKey = _column.Type is KeyDataViewType;
        return type == typeof(float) ? Getter<float>(value => value)
            : type == typeof(double) ? Getter<double>(value => value)
            : type == typeof(bool) ? Getter<bool>(value => value ? 1 : 0)
            : type == typeof(byte) ? Getter<byte>(value => Key(value))
            : type == typeof(ushort) ? Getter<ushort>(value => Key(value))
            : type == typeof(uint) ? Getter<uint>(value => Key(value))
            : type == typeof(ulong) ? Getter<ulong>(value => Key(value))
            : type == typeof(sbyte) ? Getter<sbyte>(value => value)
            : type == typeof(short) ? Getter<short>(value => value)
            : type == typeof(int) ? Getter<int>(value => value)
            : Getter<long>(value => value);

        // A key's 0 stands for a missing value.
        double Key(double value) => isKey && value == 0 ? double.NaN : value;

        Func<double> Getter<T>(Func<T, double> convert)
        {
            ValueGetter<T> getter = row.GetGetter<T>(_column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return convert(value);
            };
        }
    }

    private static FactorColumn Find(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
        {
            string present = string.Join(", ", schema.Where(c => !c.IsHidden).Select(c => $"'{c.Name}'"));
            throw new ArgumentException(
                $"There is no column '{name}' to compare codes with. The columns are: {present}. Name one that says what is true of a row, or use LatentSpace.Udr, which needs none.");
        }

        return column.Type is KeyDataViewType or BooleanDataViewType or NumberDataViewType
            ? new FactorColumn(column)
            : throw new ArgumentException($"Column '{name}' is a {column.Type}, but a factor is a key, a Boolean or a number. {Advice(column)}");
    }

    private static string Advice(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => $"Turn the text into a key with mlContext.Transforms.Conversion.MapValueToKey(\"{column.Name}\").",
        VectorDataViewType => "Give each of its values a column of its own.",
        _ => $"Convert it with mlContext.Transforms.Conversion.ConvertType(\"{column.Name}\", outputKind: DataKind.Single).",
    };
}
