using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;

namespace VaeTransforms.Reading;

/// <summary>The columns that a fit reads as rows.</summary>
internal abstract class TrainingInput
{
    /// <summary>The columns in the training data.</summary>
    public abstract IReadOnlyList<DataViewSchema.Column> Sources { get; }

    /// <summary>How the slots of a row come about; known once the training data are read.</summary>
    public abstract IRowInputs Inputs { get; }

    /// <summary>How columns become slots; null for one vector whose values are the slots as they are.</summary>
    public virtual TableLayout? Table => null;

    /// <summary>The last column, if it is a condition; known once the training data are read.</summary>
    public virtual TableColumn? Condition => null;

    /// <summary>The slots before a condition.</summary>
    public int FeatureSlots => Inputs.Size - (Condition?.Slots ?? 0);

    /// <summary>The columns before a condition, from the first slot to the last.</summary>
    public IReadOnlyList<VaeColumn> FeatureColumns =>
        Condition is null ? Columns : [.. Columns.Where(column => column.Start < FeatureSlots)];

    /// <summary>How the columns before a condition become slots; null where <see cref="Table"/> is.</summary>
    public TableLayout? FeatureTable => Condition is null ? Table : new TableLayout([.. Table!.Inputs.SkipLast(1)]);

    /// <summary>The size of each axis of the features; one for all of them, unless they are a vector with more.</summary>
    public virtual IReadOnlyList<int> Axes => Condition is null ? Inputs.Axes : [FeatureSlots];

    /// <summary>The columns of the data, from the first slot to the last.</summary>
    public abstract IReadOnlyList<VaeColumn> Columns { get; }

    /// <summary>The type of the values of one vector; Single for a table.</summary>
    public PrimitiveDataViewType ItemType => (Inputs as FeatureColumn)?.ItemType ?? NumberDataViewType.Single;

    /// <summary>Finds the input.</summary>
    /// <param name="schema">The schema of the training data.</param>
    /// <param name="names">The columns.</param>
    /// <param name="isTable">Whether they are read as they come; otherwise the only one is a vector of numbers.</param>
    /// <param name="options">What the options say about columns.</param>
    /// <exception cref="ArgumentException">A column is missing, or its type is not supported.</exception>
    public static TrainingInput Find(DataViewSchema schema, IReadOnlyList<string> names, bool isTable, VaeOptions options)
    {
        if (isTable)
        {
            return new TableInput(schema, names, options);
        }

        FeatureColumn column = FeatureColumn.Find(schema, names[0]);
        return column.ItemType == NumberDataViewType.Single
            ? new VectorInput(column, options)
            : new TableInput(schema, names, options, column);
    }

    /// <summary>Reads all training data, in their own order.</summary>
    /// <param name="data">The data.</param>
    /// <param name="maxBytes">What they may take.</param>
    /// <param name="sides">Columns to read in the same pass.</param>
    /// <returns>Finite values, or NaN for missing ones where the options allow it; null if they take more.</returns>
    /// <exception cref="ArgumentException">A value cannot be used.</exception>
    public abstract RowMatrix? ReadTraining(IDataView data, long maxBytes, IReadOnlyList<ISideColumn> sides);

    /// <summary>Reads training data that do not fit into memory, and keeps a random part of them.</summary>
    /// <param name="data">The data.</param>
    /// <param name="pass">What else to read, and how much to keep.</param>
    /// <exception cref="ArgumentException">A value cannot be used.</exception>
    public abstract SampledRows SampleTraining(IDataView data, SamplePass pass);

    /// <summary>Finds the input in validation data.</summary>
    /// <param name="data">The data; their columns have the types of the training data.</param>
    /// <exception cref="ArgumentException">A column is missing, or has another type.</exception>
    public abstract IRowInputs FindValidation(IDataView data);
}
