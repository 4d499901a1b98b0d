using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Onnx;
using VaeTransforms.Scoring;

namespace VaeTransforms.Pipeline;

/// <summary>
/// A model bound to an input schema: the columns that it reads, the columns that it adds, and what each of them needs.
/// </summary>
/// <remarks>The output schema has the columns of the input, at the same indices, and then the added columns.</remarks>
internal sealed class VaeBinding
{
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
            OutputKind.PredictedLabel => (ValueGetter<bool>)PredictedLabel,
            OutputKind.Cluster => (ValueGetter<uint>)Cluster,
            _ => (ValueGetter<VBuffer<float>>)Vector,
        };

        void Vector(ref VBuffer<float> value)
        {
            ReadOnlySpan<float> values = valuesOf(column.Output);
            int width = column.Output == VaeOutputs.Imputations ? Inputs.Size : values.Length;
            VectorValue.Set(values.Slice(column.Part * width, width), ref value);
        }

        void Scalar(ref float value)
        {
            value = valuesOf(column.Output)[0];
            if (column.Output == VaeOutputs.Score)
            {
                Anomaly.PredictedLabel.Check(value, Scorer.Model.NaNPolicy);
            }
        }

        // 0 is the key of a missing value.
        void Cluster(ref uint value)
        {
            float number = valuesOf(column.Output)[0];
            value = float.IsNaN(number) ? 0 : (uint)number;
        }

        void PredictedLabel(ref bool value) =>
            value = Anomaly.PredictedLabel.Of(valuesOf(column.Output)[0] - _threshold, Scorer.Model.NaNPolicy);
    }

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
