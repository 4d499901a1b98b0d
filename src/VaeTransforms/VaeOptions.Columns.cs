using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>What columns hold.</content>
public sealed partial record VaeOptions
{
    /// <summary>What to do with missing values. Default: <see cref="MissingValues.Refuse"/>.</summary>
    public MissingValues MissingValues
    {
        get;
        init => field = OptionRule.Check(value, Enum.IsDefined(value), "must be Refuse or Mask.");
    }

    /// <summary>
    /// The slots of a vector column that belong together, such as the indicators of a category; every other slot is a column of
    /// its own. Default: null, which means those that the annotation <c>CategoricalSlotRanges</c> gives. ML.NET's one-hot
    /// encoding sets it, and <c>Concatenate</c> keeps it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Two columns share a slot, or two have one name.</exception>
    public IReadOnlyList<VaeColumn>? Columns
    {
        get;
        init => field = OptionRule.Check<IReadOnlyList<VaeColumn>?>(
            value is null ? null : [.. value.OrderBy(column => column.Start)],
            value is null || AreApart([.. value.OrderBy(column => column.Start)]),
            "must be columns with different names that share no slot, or null for those that the data names.");
    }

    /// <summary>
    /// The name of a column for the number of columns of the data that have a value in the row, Single. Default: null, no such
    /// column.
    /// </summary>
    public string? ObservedSlotsColumnName { get; init => field = ColumnName(value, nameof(ObservedSlotsColumnName)); }

    /// <summary>
    /// Whether the slots of the vector column are found by their names: by the fitted transformer, by its model, and in
    /// validation rows. Default: false, which means by their places; then a view whose slots have other names than in training
    /// is refused. Slots without names are always found by their places.
    /// </summary>
    /// <remarks>
    /// It holds for the transformer in memory and for the model. A saved pipeline consists of ML.NET's own transformers, which do
    /// not look at names: it finds slots by their places and accepts any names. The columns of a table are always found by their
    /// names.
    /// </remarks>
    public bool ReorderSlotsByName { get; init; }

    private static bool AreApart(VaeColumn[] columns) =>
        columns.Zip(columns.Skip(1)).All(pair => pair.First.End <= pair.Second.Start)
        && columns.Select(column => column.Name).Distinct().Count() == columns.Length;
}
