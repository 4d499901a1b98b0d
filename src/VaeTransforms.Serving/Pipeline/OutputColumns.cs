using System.Collections;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Onnx;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace VaeTransforms.Pipeline;

/// <summary>
/// The columns that a model adds to its input, in order: written once, for the shape that an estimator promises and
/// for the schema that a transformer gives.
/// </summary>
internal sealed class OutputColumns : IReadOnlyList<OutputColumn>
{
    // The names of ML.NET's annotations; the class with its constants is internal.
    private const string SlotNamesKind = "SlotNames";
    private const string IsNormalizedKind = "IsNormalized";

    private readonly OutputColumn[] _columns;
    private readonly bool _latentIsNormalized;

    /// <param name="inputColumnName">The column that the model reads.</param>
    /// <param name="first">The column that is always there. The posterior mean may take the place of the input column.</param>
    /// <param name="others">The columns on request.</param>
    /// <param name="latentIsNormalized">
    /// Whether the posterior mean is annotated as normalised, so that trainers which like normalised features take it
    /// as it is.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A name is empty, stands twice, is kept for other uses, or a column other than the posterior mean would hide the
    /// input column.
    /// </exception>
    public OutputColumns(
        string inputColumnName, OutputColumn first, IEnumerable<OutputColumn> others, bool latentIsNormalized = false)
    {
        _columns = [first, .. others];
        _latentIsNormalized = latentIsNormalized;
        Check(inputColumnName);
    }

    public int Count => _columns.Length;

    public OutputColumn this[int index] => _columns[index];

    /// <summary>The outputs that somebody gave a column name, in order; null names are left out.</summary>
    public static IEnumerable<OutputColumn> Requested(params IEnumerable<(string? Name, VaeOutputs Output)> columns) =>
        from column in columns
        where column.Name is not null
        select OutputColumn.Of(column.Name, column.Output);

    /// <summary>What an estimator promises.</summary>
    /// <param name="input">The shape that comes in, with the input column in it.</param>
    /// <param name="features">The input column.</param>
    public SchemaShape AppendTo(SchemaShape input, SchemaShape.Column features)
    {
        bool hasSlotNames = SchemaShapes.Find(features.Annotations, SlotNamesKind)
            is { Kind: VectorKind.Vector, ItemType: TextDataViewType };
        return SchemaShapes.With(input, _columns.Select(column => Shape(column, hasSlotNames)));
    }

    /// <summary>What a transformer gives: the input's columns and then these, a name that was there before now hidden.</summary>
    /// <param name="input">The schema that comes in.</param>
    /// <param name="features">The input column.</param>
    /// <param name="latentDimension">K.</param>
    public DataViewSchema AppendTo(DataViewSchema input, FeatureColumn features, int latentDimension)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(Detached(latentDimension, features.Size, features.SlotNames));
        return builder.ToSchema();
    }

    /// <summary>The added columns alone.</summary>
    /// <param name="latentDimension">K.</param>
    /// <param name="inputSize">D.</param>
    /// <param name="slotNames">[D], or null where the input has none.</param>
    public IEnumerable<DataViewSchema.DetachedColumn> Detached(
        int latentDimension, int inputSize, IReadOnlyList<string>? slotNames) =>
        from column in _columns
        select new DataViewSchema.DetachedColumn(
            column.Name,
            column.Kind switch
            {
                OutputKind.LatentVector => new VectorDataViewType(NumberDataViewType.Single, latentDimension),
                OutputKind.FeatureVector => new VectorDataViewType(NumberDataViewType.Single, inputSize),
                OutputKind.PredictedLabel => BooleanDataViewType.Instance,
                _ => NumberDataViewType.Single,
            },
            Annotations(column, slotNames));

    /// <summary>Whether a column is annotated as normalised.</summary>
    public bool IsNormalized(OutputColumn column) => column.Output == VaeOutputs.Mean && _latentIsNormalized;

    public IEnumerator<OutputColumn> GetEnumerator() => _columns.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Check(string inputColumnName)
    {
        var names = new HashSet<string>();
        foreach (OutputColumn column in _columns)
        {
            if (string.IsNullOrWhiteSpace(column.Name))
            {
                throw new ArgumentException(column == _columns[0]
                    ? "The name of the output column is empty. Name the column to add."
                    : $"The name of the {column.Description} column is empty. Name it, or leave it out with null.");
            }

            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"Two output columns have the name '{column.Name}'. Give each a name of its own.");
            }

            // Features that become a latent vector are a pipeline's habit; features that become a number are a slip.
            if (column.Output != VaeOutputs.Mean && column.Name == inputColumnName)
            {
                throw new ArgumentException($"The {column.Description} column has the name of the input column, '{inputColumnName}', "
                    + "and would hide it. Give it a name of its own.");
            }
        }

        if (string.IsNullOrWhiteSpace(inputColumnName))
        {
            throw new ArgumentException("The name of the input column is empty. Name the vector column to read.");
        }

        if (names.Append(inputColumnName).FirstOrDefault(name => name.StartsWith(ScalarContract.Prefix, StringComparison.Ordinal)) is { } taken)
        {
            throw new ArgumentException($"The column name '{taken}' starts with '{ScalarContract.Prefix}', which saved pipelines keep for "
                + "columns of their own. Use another name.");
        }
    }

    private SchemaShape.Column Shape(OutputColumn column, bool hasSlotNames)
    {
        VectorKind kind = column.Kind is OutputKind.LatentVector or OutputKind.FeatureVector
            ? VectorKind.Vector
            : VectorKind.Scalar;
        DataViewType itemType = column.Kind == OutputKind.PredictedLabel
            ? BooleanDataViewType.Instance
            : NumberDataViewType.Single;

        var annotations = new List<SchemaShape.Column>();
        if (HasSlotNames(column) && hasSlotNames)
        {
            annotations.Add(SchemaShapes.Column(SlotNamesKind, VectorKind.Vector, TextDataViewType.Instance));
        }

        if (IsNormalized(column))
        {
            annotations.Add(SchemaShapes.Column(IsNormalizedKind, VectorKind.Scalar, BooleanDataViewType.Instance));
        }

        return SchemaShapes.Column(column.Name, kind, itemType, annotations);
    }

    private DataViewSchema.Annotations Annotations(OutputColumn column, IReadOnlyList<string>? slotNames)
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

        if (IsNormalized(column))
        {
            builder.AddPrimitiveValue(IsNormalizedKind, BooleanDataViewType.Instance, true);
        }

        return builder.ToAnnotations();
    }

    private static bool HasSlotNames(OutputColumn column) => column.Kind == OutputKind.FeatureVector;
}
