using System.Collections;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Pipeline;

/// <summary>
/// The columns that a model adds to its input, in order. The schema shape of an estimator and the schema of a transformer are
/// both derived from them.
/// </summary>
internal sealed class OutputColumns : IReadOnlyList<OutputColumn>
{
    // The names of ML.NET's annotations. The class with these constants is internal to ML.NET.
    private const string SlotNamesKind = "SlotNames";
    private const string IsNormalizedKind = "IsNormalized";

    private readonly OutputColumn[] _columns;
    private readonly bool _latentIsNormalized;

    /// <param name="inputColumnNames">The columns that the model reads.</param>
    /// <param name="first">The column that always exists. The posterior mean may replace the input column.</param>
    /// <param name="others">The optional columns.</param>
    /// <param name="latentIsNormalized">
    /// Whether the posterior mean is annotated as normalized, so that trainers that need normalized features do not normalize
    /// it again.
    /// </param>
    /// <param name="areInternal">Whether a chain uses the columns between its components, and then drops them.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty, used twice or reserved, or a column other than the posterior mean would hide the input column.
    /// </exception>
    public OutputColumns(
        IReadOnlyList<string> inputColumnNames,
        OutputColumn first,
        IEnumerable<OutputColumn> others,
        bool latentIsNormalized = false,
        bool areInternal = false)
    {
        _columns = [first, .. others];
        _latentIsNormalized = latentIsNormalized;
        Check(inputColumnNames, areInternal);
    }

    /// <summary>The columns as a model file keeps them.</summary>
    public PipelinePlace Place => new()
    {
        Columns = [.. _columns.Select(column => new AddedColumn(
            column.Name, $"{column.Output}", column.Kind == OutputKind.PredictedLabel, column.Part))],
        LatentIsNormalized = _latentIsNormalized,
    };

    public int Count => _columns.Length;

    public OutputColumn this[int index] => _columns[index];

    /// <summary>The columns of a model that stood in a pipeline. They were checked when it was fitted.</summary>
    public static OutputColumns Of(IReadOnlyList<string> inputColumnNames, PipelinePlace place)
    {
        OutputColumn[] columns = [.. place.Columns.Select(column => column.IsLabel
            ? OutputColumn.PredictedLabel(column.Name)
            : OutputColumn.Of(column.Name, Enum.Parse<VaeOutputs>(column.Output), column.Part))];
        return new OutputColumns(inputColumnNames, columns[0], columns[1..], place.LatentIsNormalized, areInternal: true);
    }

    /// <summary>The columns whose name is not null, in order.</summary>
    public static IEnumerable<OutputColumn> Requested(params IEnumerable<(string? Name, VaeOutputs Output)> columns) =>
        from column in columns
        where column.Name is not null
        select OutputColumn.Of(column.Name, column.Output);

    /// <summary>The schema shape of an estimator's output.</summary>
    /// <param name="input">The schema shape of its input, which contains the input columns.</param>
    /// <param name="hasSlotNames">Whether the slots of a row have names.</param>
    /// <param name="clusterValues">The type of the key values of clusters; null for Single.</param>
    public SchemaShape AppendTo(SchemaShape input, bool hasSlotNames, DataViewType? clusterValues = null) => SchemaShapes.With(
        input, _columns.Select(column => Shape(column, hasSlotNames, clusterValues ?? NumberDataViewType.Single)));

    /// <summary>
    /// The schema of a transformer's output: the columns of the input, then these. An input column of the same name is hidden.
    /// </summary>
    /// <param name="input">The schema of its input.</param>
    /// <param name="widths">The lengths of the vectors.</param>
    public DataViewSchema AppendTo(DataViewSchema input, OutputWidths widths)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(Detached(widths));
        return builder.ToSchema();
    }

    /// <summary>The added columns alone.</summary>
    /// <param name="widths">The lengths of the vectors.</param>
    public IEnumerable<DataViewSchema.DetachedColumn> Detached(OutputWidths widths) =>
        from column in _columns
        select new DataViewSchema.DetachedColumn(
            column.Name,
            column.Kind switch
            {
                OutputKind.LatentVector => new VectorDataViewType(NumberDataViewType.Single, widths.Latent),
                OutputKind.FeatureVector => new VectorDataViewType(NumberDataViewType.Single, widths.Slots),
                OutputKind.ColumnVector => new VectorDataViewType(NumberDataViewType.Single, widths.Columns),
                OutputKind.ClusterVector => new VectorDataViewType(NumberDataViewType.Single, widths.Clusters),
                OutputKind.Cluster => new KeyDataViewType(typeof(uint), widths.Clusters),
                OutputKind.PredictedLabel => BooleanDataViewType.Instance,
                _ => NumberDataViewType.Single,
            },
            Annotations(
                column,
                column.Kind == OutputKind.ColumnVector ? widths.ColumnNames : widths.SlotNames,
                widths.ClusterKeys));

    /// <summary>Whether a column is annotated as normalized.</summary>
    public bool IsNormalized(OutputColumn column) => column.Output == VaeOutputs.Mean && _latentIsNormalized;

    public IEnumerator<OutputColumn> GetEnumerator() => _columns.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Check(IReadOnlyList<string> inputColumnNames, bool areInternal)
    {
        var names = new HashSet<string>();
        foreach (OutputColumn column in _columns)
        {
            if (string.IsNullOrWhiteSpace(column.Name))
            {
                throw new ArgumentException(column == _columns[0]
                    ? "The name of the output column must not be empty. Give the name of the column to add."
                    : $"The name of the {column.Description} column must not be empty. Give it a name, or use null for no such "
                        + "column.");
            }

            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"Two output columns have the name '{column.Name}'. Give them different names.");
            }

            // Pipelines often replace features by other features. Replacing them by a number is a mistake.
            bool replaces = column == _columns[0] && column.Output is VaeOutputs.Mean or VaeOutputs.Imputed;
            if (!replaces && inputColumnNames.Contains(column.Name))
            {
                throw new ArgumentException(
                    $"The {column.Description} column must not have the name of the input column, '{column.Name}', because "
                    + "it would hide it. Give it another name.");
            }
        }

        if (inputColumnNames.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                "The name of the input column must not be empty. Give the name of the column to read.");
        }

        if (!areInternal && names.Concat(inputColumnNames).FirstOrDefault(IsReserved) is { } reserved)
        {
            throw new ArgumentException(
                $"The column name '{reserved}' must not start with '{ScalarContract.Prefix}', which is reserved for internal "
                + "columns of saved pipelines. Use another name.");
        }
    }

    private static bool IsReserved(string name) => name.StartsWith(ScalarContract.Prefix, StringComparison.Ordinal);

    private SchemaShape.Column Shape(OutputColumn column, bool hasSlotNames, DataViewType clusterValues)
    {
        VectorKind kind = column.Kind is OutputKind.LatentVector or OutputKind.FeatureVector or OutputKind.ColumnVector
            or OutputKind.ClusterVector
            ? VectorKind.Vector
            : VectorKind.Scalar;
        DataViewType itemType = column.Kind switch
        {
            OutputKind.PredictedLabel => BooleanDataViewType.Instance,
            OutputKind.Cluster => NumberDataViewType.UInt32,
            _ => NumberDataViewType.Single,
        };

        var annotations = new List<SchemaShape.Column>();
        if (HasSlotNames(column) && hasSlotNames)
        {
            annotations.Add(SchemaShapes.Column(SlotNamesKind, VectorKind.Vector, TextDataViewType.Instance));
        }

        if (IsNormalized(column))
        {
            annotations.Add(SchemaShapes.Column(IsNormalizedKind, VectorKind.Scalar, BooleanDataViewType.Instance));
        }

        if (column.Kind == OutputKind.Cluster)
        {
            annotations.Add(SchemaShapes.Column(ClusterKeys.Kind, VectorKind.Vector, clusterValues));
            return SchemaShapes.Key(column.Name, itemType, annotations);
        }

        return SchemaShapes.Column(column.Name, kind, itemType, annotations);
    }

    private DataViewSchema.Annotations Annotations(OutputColumn column, IReadOnlyList<string>? slotNames, NamedKeys clusters)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (HasSlotNames(column) && slotNames is not null)
        {
            ReadOnlyMemory<char>[] names = [.. slotNames.Select(name => name.AsMemory())];
            builder.Add(
                SlotNamesKind,
                new VectorDataViewType(TextDataViewType.Instance, names.Length),
                (ref VBuffer<ReadOnlyMemory<char>> value) => VectorValue.Set(names, ref value));
        }

        if (column.Kind == OutputKind.Cluster)
        {
            // As ML.NET's own conversion in a saved pipeline annotates it.
            ClusterKeys.Of(clusters).Annotate(builder);
        }

        if (IsNormalized(column))
        {
            builder.AddPrimitiveValue(IsNormalizedKind, BooleanDataViewType.Instance, true);
        }

        return builder.ToAnnotations();
    }

    private static bool HasSlotNames(OutputColumn column) =>
        column.Kind is OutputKind.FeatureVector or OutputKind.ColumnVector;
}
