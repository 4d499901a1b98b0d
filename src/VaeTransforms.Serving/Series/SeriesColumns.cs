using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Pipeline;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Series;

/// <summary>The columns of a series, checked in a schema.</summary>
/// <param name="Values">With the values of a point.</param>
/// <param name="Time">With its time, or null.</param>
/// <param name="Key">With its series, or null.</param>
/// <param name="Condition">With its condition, or null; it may be the time or the series.</param>
internal sealed record SeriesColumns(string[] Values, string? Time, string? Key, string? Condition)
{
    private const string ValueNeeds = "scalar columns of Single or Double, one for each value of a point";
    private const string TimeNeeds = "a DateTime";
    private const string KeyNeeds = "a scalar: text, a number or a Boolean";

    /// <summary>All columns.</summary>
    public IEnumerable<string> Names =>
        [.. Values, .. Optional(Time), .. Optional(Key), .. Optional(Condition == Time || Condition == Key ? null : Condition)];

    /// <summary>Checks the names before there is data.</summary>
    /// <exception cref="ArgumentException">A name is empty, used twice or reserved.</exception>
    public void CheckNames(string outputColumnName)
    {
        string[] all = [outputColumnName, .. Names];
        if (all.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                "The names of the output column and of the input columns must not be empty. Give the names of columns.");
        }

        if (all.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException(
                $"The name '{twice}' is used for two of the output, the input, the time, the key and the condition column. Name "
                + "different columns.");
        }

        if (all.FirstOrDefault(name => name.StartsWith(ScalarContract.Prefix, StringComparison.Ordinal)) is { } reserved)
        {
            throw new ArgumentException(
                $"The column name '{reserved}' must not start with '{ScalarContract.Prefix}', which is reserved for internal "
                + "columns of saved pipelines. Use another name.");
        }

        // The model reads it behind the components that make windows.
        if (Condition == SeriesChain.Probability)
        {
            throw new ArgumentException(
                $"ConditionColumnName must not be '{Condition}' for a series, because a component of the pipeline overwrites "
                + $"such a column. Copy it with mlContext.Transforms.CopyColumns(\"Condition\", \"{Condition}\"), and name "
                + "the copy.");
        }
    }

    /// <summary>Checks that the columns are in a schema, with types that fit.</summary>
    /// <exception cref="ArgumentException">A column is missing, or its type does not fit.</exception>
    public void Check(DataViewSchema schema)
    {
        Check(
            [.. schema.Where(column => !column.IsHidden).Select(column => column.Name)],
            name => schema.GetColumnOrNull(name) is { } column ? (column.Type, $"{column.Type}") : null);
        foreach (string name in Optional(Condition))
        {
            TableType.Of(schema[name]);
        }
    }

    /// <inheritdoc cref="Check(DataViewSchema)"/>
    public void Check(SchemaShape schema)
    {
        Check(
            [.. schema.Select(column => column.Name)],
            name => SchemaShapes.Find(schema, name) is not { } column ? null
                : column.Kind != VectorKind.Scalar ? (null, $"Vector<{column.ItemType}>")
                : column.IsKey ? (null, $"Key<{column.ItemType}>")
                : (column.ItemType, $"{column.ItemType}"));
        foreach (string name in Optional(Condition))
        {
            TableType.Check(SchemaShapes.Find(schema, name)!.Value);
        }
    }

    private void Check(IReadOnlyList<string> present, Func<string, (DataViewType? Type, string Text)?> find)
    {
        foreach (string name in Values)
        {
            Check(name, "inputColumnNames", ValueNeeds, FeatureColumn.IsReal);
        }

        foreach (string name in Optional(Time))
        {
            Check(name, "TimeColumnName", TimeNeeds, type => type is DateTimeDataViewType);
        }

        foreach (string name in Optional(Key))
        {
            Check(name, "SeriesKeyColumnName", KeyNeeds, type =>
                type is TextDataViewType or NumberDataViewType or BooleanDataViewType);
        }

        foreach (string name in Optional(Condition))
        {
            Find(name, "ConditionColumnName");
        }

        (DataViewType? Type, string Text) Find(string name, string option) => find(name) ?? throw new ArgumentException(
            $"There is no column '{name}', which {option} names. The columns are: {NameList.Quoted(present)}. Use the names of "
            + "columns.");

        void Check(string name, string option, string needs, Func<DataViewType, bool> fits)
        {
            (DataViewType? type, string text) = Find(name, option);
            if (type is null || !fits(type))
            {
                throw new ArgumentException($"Column '{name}' is a {text}, but {option} needs {needs}. {Advice(name, option)}");
            }
        }
    }

    private static string Advice(string name, string option) => option switch
    {
        "TimeColumnName" =>
            $"Convert it with mlContext.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.DateTime), or set "
            + "TimeColumnName to null.",
        "SeriesKeyColumnName" =>
            $"Turn a key into its value with mlContext.Transforms.Conversion.MapKeyToValue(\"{name}\"), convert another type to "
            + $"text with mlContext.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.String), or use another "
            + "column.",
        _ => "Convert numbers of other types with mlContext.Transforms.Conversion.ConvertType. If each row holds a whole window, "
            + "use mlContext.AnomalyDetection.Trainers.Vae instead.",
    };

    private static IEnumerable<string> Optional(string? name) => name is null ? [] : [name];
}
