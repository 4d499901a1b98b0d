using Microsoft.ML;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>The columns that a fit reads in the same pass as the features.</summary>
/// <param name="Groups">The group of each row; null for none.</param>
/// <param name="GroupKeys">The column with the groups of rows that are streamed, which are not kept; null for none.</param>
/// <param name="Weights">The weight of each row; null for none.</param>
/// <param name="Label">The label of each row, to find it among the features of a detector; null for none.</param>
/// <param name="Classes">The label of each row that has one, to learn from; null for none.</param>
internal sealed record FitSides(
    GroupColumn? Groups,
    DataViewSchema.Column? GroupKeys,
    WeightColumn? Weights,
    LabelColumn? Label,
    ClassColumn? Classes)
{
    /// <summary>All that are kept.</summary>
    public IReadOnlyList<ISideColumn> All { get; } =
        [.. new ISideColumn?[] { Groups, Weights, Label, Classes }.OfType<ISideColumn>()];

    /// <summary>The weights as training takes them; null for none.</summary>
    public RowWeights? RowWeights => Weights is null ? null : new(Weights.Column.Name, Weights.Weights);

    /// <summary>Finds the columns.</summary>
    /// <param name="schema">Of the training data.</param>
    /// <param name="options">Their names.</param>
    /// <param name="findLabel">Finds the label; null for none.</param>
    /// <param name="areStreamed">Whether the rows are read again in each epoch.</param>
    /// <exception cref="ArgumentException">There is no such column, or its type is not supported.</exception>
    public static FitSides Find(
        DataViewSchema schema, VaeOptions options, Func<LabelColumn?>? findLabel, bool areStreamed = false)
    {
        GroupColumn? groups = options.SamplingKeyColumnName is { } key ? new GroupColumn(schema, key) : null;
        WeightColumn? weights = options.ExampleWeightColumnName is { } weight
            ? new WeightColumn(SideColumns.Find(schema, weight, SideColumns.ExampleWeight))
            : null;
        var classes = ClassColumn.Find(schema, options);
        return areStreamed
            ? new FitSides(null, groups?.Column, weights, findLabel?.Invoke(), classes)
            : new FitSides(groups, null, weights, findLabel?.Invoke(), classes);
    }
}
