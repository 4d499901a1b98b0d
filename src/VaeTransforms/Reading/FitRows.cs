using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>The rows of a fit: those of the training data, and after them those of the validation data.</summary>
/// <param name="Input">Where they come from.</param>
/// <param name="Rows">Finite values, or NaN for missing ones.</param>
/// <param name="HoldOut">Which rows are held out.</param>
/// <param name="TrainingRows">How many rows the training data have; the rest are validation data.</param>
/// <param name="Weights">Of the rows; null if they have none.</param>
internal sealed record FitRows(TrainingInput Input, RowMatrix Rows, HoldOut HoldOut, int TrainingRows, RowWeights? Weights)
{
    private const string OfValidation = " of the validation data";

    /// <summary>The labels of rows, of which validation data have none; null if no column has labels.</summary>
    public RowLabels? Labels { get; init; }

    /// <summary>Reads each view once.</summary>
    /// <param name="input">The data.</param>
    /// <param name="features">The features in the training data.</param>
    /// <param name="options">Which other columns to read.</param>
    /// <param name="label">The label of the training data, to read in the same pass; null for none.</param>
    /// <exception cref="ArgumentException">
    /// A value is not finite, a column is missing, or the validation data are empty or have other columns.
    /// </exception>
    public static FitRows Read(FitInput input, TrainingInput features, VaeOptions options, LabelColumn? label = null)
    {
        GroupColumn? groups = options.SamplingKeyColumnName is { } key ? new GroupColumn(input.Train.Schema, key) : null;
        WeightColumn? weights = options.ExampleWeightColumnName is { } weight
            ? new WeightColumn(SideColumns.Find(input.Train.Schema, weight, SideColumns.ExampleWeight))
            : null;
        var classes = ClassColumn.Find(input.Train.Schema, options);
        ISideColumn[] sides = [.. new ISideColumn?[] { groups, weights, label, classes }.OfType<ISideColumn>()];
        if (input.Validation is null)
        {
            RowMatrix all = features.ReadTraining(input.Train, sides);
            HoldOut holdOut = groups is null ? options.HoldOut : new GroupHoldOut(groups.Column.Name, groups.Groups);
            return new FitRows(
                features, all, holdOut, all.Rows, weights is null ? null : new(weights.Column.Name, weights.Weights))
            {
                Labels = classes?.Labels(all.Rows, options.LabelWeight),
            };
        }

        foreach (DataViewSchema.Column column in features.Sources)
        {
            CheckValidationColumn(input.Validation, column);
        }

        WeightColumn? otherWeights = null;
        if (weights is not null)
        {
            CheckValidationColumn(input.Validation, weights.Column);
            otherWeights = new WeightColumn(input.Validation.Schema[weights.Column.Name], OfValidation);
        }

        RowMatrix training = features.ReadTraining(input.Train, sides);
        RowMatrix validation = features.ReadValidation(
            input.Validation, OfValidation, otherWeights is null ? [] : [otherWeights]);
        if (validation.Rows == 0)
        {
            throw new ArgumentException(
                $"Validation data need at least 1 row, but column '{features.Inputs.Name}' has no rows there. Use other "
                    + "validation data, or fit without them, so that ValidationFraction of the training data is held out.");
        }

        return new FitRows(
            features,
            Joined(training, validation, features.Inputs.Name),
            new GivenHoldOut(training.Rows),
            training.Rows,
            otherWeights is null ? null : new(otherWeights.Column.Name, [.. weights!.Weights, .. otherWeights.Weights]))
        {
            Labels = classes?.Labels(training.Rows + validation.Rows, options.LabelWeight),
        };
    }

    /// <summary>How messages name a row.</summary>
    /// <param name="row">Its place in <see cref="Rows"/>.</param>
    public string Describe(int row) => row < TrainingRows
        ? string.Create(CultureInfo.InvariantCulture, $"row {row}")
        : string.Create(CultureInfo.InvariantCulture, $"row {row - TrainingRows}{OfValidation}");

    private static void CheckValidationColumn(IDataView validation, DataViewSchema.Column column)
    {
        DataViewSchema.Column? found = validation.Schema.GetColumnOrNull(column.Name);
        if (found is null || !SameType(found.Value.Type, column.Type))
        {
            throw new ArgumentException(
                $"Validation data need the columns of the training data, where '{column.Name}' is a {column.Type}, but "
                    + (found is null ? $"they have no column '{column.Name}'" : $"'{column.Name}' is a {found.Value.Type} there")
                    + ". Make both with the same transforms.");
        }
    }

    // The number of a key's values may differ: keys of a table are read by their texts.
    private static bool SameType(DataViewType a, DataViewType b) =>
        a.Equals(b) || (a is KeyDataViewType && b is KeyDataViewType && a.RawType == b.RawType);

    private static RowMatrix Joined(RowMatrix first, RowMatrix second, string name)
    {
        long values = first.Values.LongLength + second.Values.LongLength;
        return values <= Array.MaxLength
            ? new RowMatrix([.. first.Values, .. second.Values], first.Width)
            : throw new ArgumentException(
                $"Column '{name}' has {first.Rows} rows to train on and {second.Rows} to validate on, but a fit holds "
                    + $"them in one array of at most {Array.MaxLength} values. Fit on fewer rows, for example with "
                    + "mlContext.Data.TakeRows after ShuffleRows.");
    }
}
