using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;

namespace VaeTransforms.Analysis;

/// <summary>A column with a known factor of a row. Keys and Booleans are classes, numbers are quantities.</summary>
internal sealed class FactorColumn
{
    private readonly DataViewSchema.Column _column;

    private FactorColumn(DataViewSchema.Column column) => _column = column;

    /// <summary>The name of the column.</summary>
    public string Name => _column.Name;

    /// <summary>Whether the values are classes, not quantities.</summary>
    public bool IsClass => _column.Type is KeyDataViewType or BooleanDataViewType;

    /// <summary>The column in its schema.</summary>
    public DataViewSchema.Column Column => _column;

    /// <summary>Finds the columns with these names.</summary>
    /// <exception cref="ArgumentException">
    /// There is no name, or one name twice; or a column is missing or has another type.
    /// </exception>
    public static FactorColumn[] Find(DataViewSchema schema, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw new ArgumentException(
                "A supervised measure needs at least one factor column, but none is named. "
                    + "Name one, such as \"Label\", or use LatentSpace.Udr, which needs no factors.");
        }

        string? twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? [.. names.Select(name => Find(schema, name))]
            : throw new ArgumentException($"Factor columns must be different, but '{twice}' is named twice. Name it once.");
    }

    /// <summary>Returns a function that reads the value of the current row; NaN if it is missing.</summary>
    /// <param name="row">A row or cursor where the column is active.</param>
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

        // A key of 0 is a missing value.
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
            string present = NameList.Quoted(schema.Where(c => !c.IsHidden).Select(c => c.Name));
            throw new ArgumentException(
                $"There is no column '{name}' to compare codes with. The columns are: {present}. "
                    + "Name one of them, or use LatentSpace.Udr, which needs no factors.");
        }

        return column.Type is KeyDataViewType or BooleanDataViewType or NumberDataViewType
            ? new FactorColumn(column)
            : throw new ArgumentException(
                $"A factor must be a key, a Boolean or a number, but column '{name}' is a {column.Type}. {Advice(column)}");
    }

    private static string Advice(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => $"Convert the text to a key with mlContext.Transforms.Conversion.MapValueToKey(\"{column.Name}\").",
        VectorDataViewType => "Give each of its values a separate column.",
        _ => $"Convert it with mlContext.Transforms.Conversion.ConvertType(\"{column.Name}\", outputKind: DataKind.Single).",
    };
}
