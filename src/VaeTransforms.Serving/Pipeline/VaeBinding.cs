using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Anomaly;
using VaeTransforms.Model;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>
/// A model bound to an input schema: the columns that it reads, the columns that it adds, and what each of them needs.
/// </summary>
/// <remarks>The output schema has the columns of the input, at the same indices, and then the added columns.</remarks>
internal sealed class VaeBinding
{
    // For all copied input columns together; 16 MB if they are Singles.
    private const long MaxBufferedValues = 1 << 22;

    private readonly float _threshold;

    /// <param name="inputSchema">The schema of the input.</param>
    /// <param name="inputs">The columns of that schema to read.</param>
    /// <param name="columns">The columns to add.</param>
    /// <param name="scorer">Computes them. The caller still owns it.</param>
    /// <param name="threshold">The score above which the predicted label is true. Required if there is such a column.</param>
    public VaeBinding(
        DataViewSchema inputSchema, IRowInputs inputs, OutputColumns columns, VaeScorer scorer, float? threshold = null)
    {
        if (threshold is null && columns.Any(column => column.Kind == OutputKind.PredictedLabel))
        {
            throw new ArgumentException("A predicted label needs a threshold.", nameof(threshold));
        }

        InputSchema = inputSchema;
        Inputs = inputs;
        Columns = columns;
        Scorer = scorer;
        _threshold = threshold ?? float.NaN;
        OutputSchema = columns.AppendTo(inputSchema, OutputWidths.Of(scorer.Model));
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IRowInputs Inputs { get; }

    public OutputColumns Columns { get; }

    public VaeScorer Scorer { get; }

    /// <summary>Whether each column of the output schema is in a set.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[OutputSchema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            active[Check(column)] = true;
        }

        return active;
    }

    /// <summary>The outputs of the model that the active columns need.</summary>
    public VaeOutputs Outputs(bool[] active) =>
        Columns.Where((_, i) => active[InputSchema.Count + i]).Aggregate(VaeOutputs.None, (all, column) => all | column.Output);

    /// <summary>Creates what computes the active columns.</summary>
    /// <param name="active">Whether each column is active. At least one that the model adds is active.</param>
    /// <param name="maxRows">The maximum number of rows that are scored in one call, from 1.</param>
    public BatchScorer CreateBatch(bool[] active, int maxRows)
    {
        VaeOutputs outputs = Outputs(active);
        TrainedVae model = Scorer.Model;

        // The other input columns may be much wider than the features, and some outputs cost as much as many rows.
        int rows = VaeScorer.Copies(model, outputs) == 1 && model.Scoring is null
            ? maxRows
            : Math.Min(maxRows, VaeScorer.PreferredBatchSize(model, outputs));
        long width = InputSchema
            .Where(column => active[column.Index])
            .Sum(column => (long)((column.Type as VectorDataViewType)?.Size ?? 1));
        return Scorer.CreateColumns(outputs, (int)Math.Clamp(MaxBufferedValues / Math.Max(width, 1), 1, rows));
    }

    /// <summary>The input columns that the active columns need.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active)
    {
        bool scores = Outputs(active) != VaeOutputs.None;
        HashSet<int> read = scores ? [.. Inputs.Columns.Select(column => column.Index)] : [];
        return InputSchema.Where(column => active[column.Index] || read.Contains(column.Index));
    }

    /// <summary>The input column that an output column was copied from; null for an added column.</summary>
    public DataViewSchema.Column? Passed(DataViewSchema.Column column) =>
        Check(column) < InputSchema.Count ? InputSchema[column.Index] : null;

    /// <summary>The added column.</summary>
    public OutputColumn Added(DataViewSchema.Column column) => Columns[column.Index - InputSchema.Count];

    /// <summary>Creates a getter for an added column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="valuesOf">Gives the values of an output in the current row.</param>
    public Delegate CreateGetter(OutputColumn column, CurrentValues valuesOf)
    {
        return column.Kind switch
        {
            OutputKind.Scalar => (ValueGetter<float>)Scalar,
            OutputKind.PredictedLabel => (ValueGetter<bool>)Label,
            OutputKind.Cluster => (ValueGetter<uint>)Cluster,
            _ => (ValueGetter<VBuffer<float>>)Vector,
        };

        void Vector(ref VBuffer<float> value) => VectorValue.Set(Part(column, valuesOf(column.Output)), ref value);

        void Scalar(ref float value) => value = ScalarOf(column, valuesOf(column.Output)[0]);

        void Cluster(ref uint value) => value = ClusterOf(valuesOf(column.Output)[0]);

        void Label(ref bool value) => value = LabelOf(valuesOf(column.Output)[0]);
    }

    /// <summary>The values of an added column in rows of a batch that were computed.</summary>
    /// <param name="column">The column.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="start">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <returns>Of each slot an array, [rows], of the raw type of the column; one array for a column of scalars.</returns>
    /// <remarks>Optimized at once: it may have read all rows before tiered compilation sees that it pays.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Array[] Read(OutputColumn column, BatchScorer batch, int start, int rows)
    {
        ReadOnlySpan<float> values = batch.Output(column.Output, start, rows);
        int width = values.Length / rows;
        switch (column.Kind)
        {
            case OutputKind.Scalar:
                var scalars = new float[rows];
                for (int row = 0; row < rows; row++)
                {
                    scalars[row] = ScalarOf(column, values[row * width]);
                }

                return [scalars];
            case OutputKind.PredictedLabel:
                var labels = new bool[rows];
                for (int row = 0; row < rows; row++)
                {
                    labels[row] = LabelOf(values[row * width]);
                }

                return [labels];
            case OutputKind.Cluster:
                var clusters = new uint[rows];
                for (int row = 0; row < rows; row++)
                {
                    clusters[row] = ClusterOf(values[row * width]);
                }

                return [clusters];
            default:
                var slots = new float[Part(column, values[..width]).Length][];
                for (int slot = 0; slot < slots.Length; slot++)
                {
                    slots[slot] = new float[rows];
                }

                for (int row = 0; row < rows; row++)
                {
                    ReadOnlySpan<float> own = Part(column, values.Slice(row * width, width));
                    for (int slot = 0; slot < own.Length; slot++)
                    {
                        slots[slot][row] = own[slot];
                    }
                }

                return slots;
        }
    }

    private ReadOnlySpan<float> Part(OutputColumn column, ReadOnlySpan<float> values)
    {
        int width = column.Output switch
        {
            VaeOutputs.Imputations => Inputs.Size,
            VaeOutputs.Reconstruction => Scorer.Model.Architecture.ScoredSlots,
            _ => values.Length,
        };
        return values.Slice(column.Part * width, width);
    }

    private float ScalarOf(OutputColumn column, float value)
    {
        if (column.Output == VaeOutputs.Score)
        {
            PredictedLabel.Check(value, Scorer.Model.NaNPolicy);
        }

        return value;
    }

    // 0 is the key of a missing value.
    private static uint ClusterOf(float number) => float.IsNaN(number) ? 0 : (uint)number;

    private bool LabelOf(float score) => PredictedLabel.Of(score - _threshold, Scorer.Model.NaNPolicy);

    private int Check(DataViewSchema.Column column) =>
        column.Index < OutputSchema.Count && OutputSchema[column.Index].Name == column.Name
            ? column.Index
            : throw new ArgumentException(
                $"Column '{column.Name}' with index {column.Index} is not part of this schema. Use a column of the schema of "
                + "this view or row.",
                nameof(column));
}

/// <summary>The values of one output in the current row: [K], [D] or [1].</summary>
internal delegate ReadOnlySpan<float> CurrentValues(VaeOutputs output);
