using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Onnx;
using VaeTransforms.Model;
using VaeTransforms.Onnx;

namespace VaeTransforms.Pipeline;

/// <summary>
/// A model as a chain of ML.NET's own transformers: an OnnxTransformer, whose graph contains the whole model, and transformers
/// that give its outputs the right names and types.
/// </summary>
/// <remarks>
/// Tensors have internal names, and are copied to the names of the columns, because OnnxTransformer removes some endings from
/// names. All internal columns are dropped at the end, so that one pipeline can contain several models.
/// <para>
/// OnnxTransformer reads its graph from a file until it is disposed. If it is created from a stream, it writes a file and does
/// not delete it. So this class creates the file, and deletes it when the chain is disposed.
/// </para>
/// </remarks>
internal sealed class StockChain : IDisposable
{
    private const string Features = ScalarContract.Prefix + "Features";
    private const string Length = ScalarContract.Prefix + "Length";

    private readonly string _graphFile;
    private readonly TransformerChain<ITransformer> _chain;

    /// <summary>Builds the chain. It owns a session and a temporary file until it is disposed.</summary>
    /// <param name="model">The model. The chain contains all of it, also the parts that no column needs.</param>
    /// <param name="itemType">The type of the values in the input column, Single or Double.</param>
    /// <param name="columns">The columns that the chain adds.</param>
    /// <param name="temporaryFolder">The folder for the temporary file.</param>
    public StockChain(TrainedVae model, PrimitiveDataViewType itemType, OutputColumns columns, string temporaryFolder)
    {
        // ONNX Runtime reads a file that ends with .ort in another format, so the end must not be random.
        _graphFile = Path.Combine(temporaryFolder, $"VaeTransforms-{Guid.NewGuid():N}.onnx");
        try
        {
            _chain = new TransformerChain<ITransformer>([.. Transformers(model, itemType, columns)]);
        }
        catch
        {
            File.Delete(_graphFile);
            throw;
        }
    }

    /// <summary>The model of such a chain; null for every other transformer.</summary>
    /// <exception cref="VaeModelFormatException">The model is damaged or of a newer format.</exception>
    public static TrainedVae? ModelOf(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain && chain.OfType<OnnxTransformer>().FirstOrDefault(IsModel) is { } onnx
            ? GraphReader.Read(OnnxTransformerContent.Read(onnx))
            : null;

    /// <summary>Saves the chain as part of an ML.NET model.</summary>
    public void Save(ModelSaveContext context) => ((ICanSaveModel)_chain).Save(context);

    public void Dispose()
    {
        _chain.Dispose();
        File.Delete(_graphFile);
    }

    private List<ITransformer> Transformers(TrainedVae model, PrimitiveDataViewType itemType, OutputColumns columns)
    {
        bool isDouble = model.Table is null && itemType.RawType == typeof(double);
        var row = new RowGraph
        {
            Features = model.Table is not null ? TableChain.Cells : model.InputColumnName,
            ReadsDoubles = isDouble,
            Mean = TensorName(columns, VaeOutputs.Mean),
            LogVariance = TensorName(columns, VaeOutputs.LogVariance),
            Reconstruction = TensorName(columns, VaeOutputs.Reconstruction),
            FeatureContributions = TensorName(columns, VaeOutputs.FeatureContributions),
            AnomalyMap = TensorName(columns, VaeOutputs.AnomalyMap),
            Imputed = TensorName(columns, VaeOutputs.Imputed),
            ClusterProbabilities = TensorName(columns, VaeOutputs.ClusterProbabilities),
            Imputations = [.. columns.Where(column => column.Output == VaeOutputs.Imputations).Select(SourceName)],
            Scalars = columns.Any(IsScalar) ? ScalarContract.SourceName : null,
            ScalarOutputs = columns.Where(IsScalar).Aggregate(VaeOutputs.None, (all, column) => all | column.Output),
        };
        string[] tensors = [.. row.Names.Skip(1)];

        // A separate context: creating components draws from the random stream of a context, and must not change the caller's.
        var ml = new MLContext();
        IDataView example = model.Table is { } table
            ? TableView.Of(table, model.SlotNames, [])
            : Example(ml, model.InputColumnName, itemType, model.Architecture.InputSize);
        var transformers = new List<ITransformer>();
        List<string> helping = [.. tensors];
        if (isDouble)
        {
            // Only for the check of the length, which needs Singles.
            Add(ml.Transforms.Conversion.ConvertType(Features, model.InputColumnName, DataKind.Single).Fit(example));
            helping.Add(Features);
        }

        if (model.Table is { } layout)
        {
            var chain = new TableChain(ml, layout);
            foreach (IEstimator<ITransformer> step in chain.Steps)
            {
                Add(step.Fit(example));
            }

            helping.AddRange(chain.Helping);
        }
        else
        {
            Add(CheckLength(ml, isDouble ? Features : row.Features, model.Architecture.InputSize));
            helping.Add(Length);
        }

        WriteGraph(GraphWriter.Row(model, row, GraphContent.Whole));
        Add(ml.Transforms.ApplyOnnxModel(tensors, [row.Features], _graphFile).Fit(example));
        if (row.Scalars is not null)
        {
            (ScalarContract contract, string name) = ScalarContract.Of(model.NaNPolicy);
            Add(ml.Transforms.CustomMapping(contract.GetMapping(), name).Fit(example));
            helping.AddRange(ScalarContract.ColumnNames);
        }

        foreach (OutputColumn column in columns)
        {
            if (column.Kind == OutputKind.Cluster)
            {
                ClusterKeys keys = ClusterKeys.Of(model.ClusterKeys);
                foreach (IEstimator<ITransformer> step in keys.Steps(ml, column.Name, SourceName(column)))
                {
                    Add(step.Fit(example));
                }

                helping.AddRange(ClusterKeys.Helping);
                continue;
            }

            Add(columns.IsNormalized(column)
                ? MarkAsNormalized(ml, column.Name, SourceName(column), model.Architecture.LatentDimension)
                : ml.Transforms.CopyColumns(column.Name, SourceName(column)).Fit(example));
        }

        Add(ml.Transforms.DropColumns([.. helping]).Fit(example));
        return transformers;

        void Add(ITransformer transformer)
        {
            transformers.Add(transformer);
            example = transformer.Transform(example);
        }
    }

    private void WriteGraph(byte[] graph)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // Every user can read the folder, but only this user may read what a model learned from its data.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(_graphFile, options);
        file.Write(graph);
    }

    /// <summary>A view without rows, with the schema that components need when they are created.</summary>
    private static IDataView Example(MLContext ml, string name, PrimitiveDataViewType itemType, int size) =>
        itemType.RawType == typeof(double) ? View<double>(ml, name, itemType, size) : View<float>(ml, name, itemType, size);

    /// <summary>
    /// A normalizer fitted on values from -1 to 1. Its scale is 1, so it changes no value. It is the only stock component that
    /// sets the annotation IsNormalized.
    /// </summary>
    private static NormalizingTransformer MarkAsNormalized(MLContext ml, string name, string source, int size) =>
        ml.Transforms.NormalizeMinMax(name, source, fixZero: true).Fit(FromMinusOneToOne(ml, source, size));

    /// <summary>
    /// A component that checks the length of the input vector when it is bound to a schema. Its output is dropped, so it is never
    /// computed. Without it, OnnxTransformer would accept a multiple of the length and fail at the first row.
    /// </summary>
    private static ApproximatedKernelTransformer CheckLength(MLContext ml, string source, int size) =>
        ml.Transforms.ApproximatedKernelMap(Length, source, rank: 1, generator: new GaussianKernel(), seed: 0)
            .Fit(FromMinusOneToOne(ml, source, size));

    private static IDataView FromMinusOneToOne(MLContext ml, string name, int size) => View(
        ml, name, NumberDataViewType.Single, size, Enumerable.Repeat(-1f, size).ToArray(), Enumerable.Repeat(1f, size).ToArray());

    private static IDataView View<T>(MLContext ml, string name, PrimitiveDataViewType itemType, int size, params T[][] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row<T>));
        schema[0].ColumnName = name;
        schema[0].ColumnType = new VectorDataViewType(itemType, size);
        return ml.Data.LoadFromEnumerable(rows.Select(values => new Row<T> { Values = values }), schema);
    }

    // Only the graphs of such chains have these names.
    private static bool IsModel(OnnxTransformer transformer) =>
        OnnxTransformerContent.Outputs(transformer).All(name => name.StartsWith(ScalarContract.Prefix, StringComparison.Ordinal));

    private static bool IsScalar(OutputColumn column) =>
        column.Kind is OutputKind.Scalar or OutputKind.PredictedLabel or OutputKind.Cluster;

    private static string? TensorName(OutputColumns columns, VaeOutputs output) =>
        columns.Any(column => column.Output == output) ? ScalarContract.Prefix + output : null;

    private static string SourceName(OutputColumn column) =>
        column.Kind == OutputKind.PredictedLabel ? ScalarContract.PredictedLabelName
        : column.Output == VaeOutputs.Imputations ? $"{ScalarContract.Prefix}{column.Output}{column.Part}"
        : ScalarContract.Prefix + column.Output;

    private sealed class Row<T>
    {
        public T[] Values { get; set; } = [];
    }
}
