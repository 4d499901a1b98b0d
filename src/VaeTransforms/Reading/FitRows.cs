using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>The rows of a fit: those of the training data, and after them those of the validation data.</summary>
/// <param name="Input">Where they come from.</param>
/// <param name="Rows">Finite values, or NaN for missing ones; a random part of them where they are streamed.</param>
/// <param name="HoldOut">Which rows are held out.</param>
/// <param name="TrainingRows">How many of the rows are of the training data; the rest are validation data.</param>
/// <param name="Weights">Of the rows; null if they have none.</param>
internal sealed record FitRows(TrainingInput Input, RowMatrix Rows, HoldOut HoldOut, int TrainingRows, RowWeights? Weights)
{
    private const string OfValidation = " of the validation data";

    /// <summary>The labels of rows, of which validation data have none; null if no column has labels.</summary>
    public RowLabels? Labels { get; init; }

    /// <summary>Where the training rows are read from in each epoch; null where all are in memory.</summary>
    public RowStream? Stream { get; init; }

    /// <summary>Reads each view once, or its start twice if it turns out to be larger than the memory budget.</summary>
    /// <param name="input">The data.</param>
    /// <param name="features">The features in the training data.</param>
    /// <param name="options">Which other columns to read, and how much memory to use.</param>
    /// <param name="seed">Of the choice of rows where they do not fit into memory.</param>
    /// <param name="findLabel">Finds the label of the training data, to read in the same pass; null for none.</param>
    /// <exception cref="ArgumentException">
    /// A value is not finite, a column is missing, the validation data are empty or have other columns, or the rows do not fit
    /// into memory and cannot be streamed.
    /// </exception>
    public static (FitRows Rows, LabelColumn? Label) Read(
        FitInput input, TrainingInput features, VaeOptions options, int seed, Func<LabelColumn?>? findLabel = null)
    {
        CheckValidation(input, features, options);
        long maxBytes = Math.Min(options.MemoryBudget, (long)Array.MaxLength * sizeof(float));
        FitSides sides = FitSides.Find(input.Train.Schema, options, findLabel);
        FitRows training;
        if (features.ReadTraining(input.Train, maxBytes, sides.All) is { } all)
        {
            HoldOut holdOut = sides.Groups is { } groups
                ? new GroupHoldOut(groups.Column.Name, groups.Groups)
                : options.HoldOut;
            training = new FitRows(features, all, holdOut, all.Rows, sides.RowWeights)
            {
                Labels = sides.Classes?.Labels(options.LabelWeight),
            };
            maxBytes -= all.Values.LongLength * sizeof(float);
        }
        else
        {
            // What was read before there was no more room is garbage now, up to the whole budget. Left to itself, the collector
            // would keep it beside what is read next.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

            // The columns beside the features begin anew: they hold values of these rows.
            sides = FitSides.Find(input.Train.Schema, options, findLabel, areStreamed: true);
            training = Sample(input, features, options, seed, sides);
            maxBytes = new MemoryShares(maxBytes).SampleBytes;
        }

        TrainableRows.CheckCount(features.Sources, training.TrainingRows);
        return (input.Validation is null ? training : training.With(input.Validation, options, seed, maxBytes), sides.Label);
    }

    /// <summary>The number of rows trained on.</summary>
    /// <param name="split">Of <see cref="Rows"/>.</param>
    public long TrainingRowsOf(RowSplit split) => Stream?.TrainingRows ?? split.Training.LongLength;

    /// <summary>Moments of the rows trained on.</summary>
    /// <param name="training">Those of them that are in memory.</param>
    public ColumnMoments MomentsOf(long[] training) => Stream?.Moments ?? new ColumnMoments(Rows, training);

    /// <summary>How messages name a row.</summary>
    /// <param name="row">Its place in <see cref="Rows"/>.</param>
    public string Describe(int row) => row < TrainingRows
        ? string.Create(CultureInfo.InvariantCulture, $"row {Stream?.Positions[row] ?? row}")
        : string.Create(CultureInfo.InvariantCulture, $"row {row - TrainingRows}{OfValidation}");

    private static FitRows Sample(
        FitInput input, TrainingInput features, VaeOptions options, int seed, FitSides sides)
    {
        if (options.HoldOut != HoldOut.Random)
        {
            throw TooLarge(options, $"HoldOut.{options.HoldOut}");
        }

        double heldOut = input.Validation is null ? options.ValidationFraction : 0;
        var pass = new SamplePass(
            new MemoryShares(options.MemoryBudget),
            new RowKeys(input.Train, seed, heldOut, sides.GroupKeys),
            sides.Weights,
            sides.Classes,
            sides.All);
        (RowMatrix rows, bool[] areHeldOut, RowStream stream) = features.SampleTraining(input.Train, pass);
        if (sides.GroupKeys is { } groups && heldOut > 0 && (stream.TrainingRows == stream.Rows || stream.TrainingRows == 0))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"SamplingKeyColumnName holds out each group of column '{groups.Name}' with a chance of {heldOut} where rows are "
                + $"streamed, but {(stream.TrainingRows == 0 ? "all groups were" : "no group was")}. Use a column with more "
                + $"groups, fit with validation data, or raise MemoryBudget."));
        }

        var holdOut = new StreamedHoldOut(areHeldOut, IsApart: sides.GroupKeys is not null);
        return new FitRows(features, rows, holdOut, rows.Rows, sides.RowWeights)
        {
            Stream = stream,
            Labels = sides.Classes?.Labels(options.LabelWeight),
        };
    }

    /// <summary>Adds the rows of the validation data, or a random part of them.</summary>
    private FitRows With(IDataView data, VaeOptions options, int seed, long maxBytes)
    {
        IRowInputs inputs = Input.FindValidation(data);
        WeightColumn? weights = NewWeights();
        RowMatrix? validation = FeatureRows.ReadAll(data, inputs, options, maxBytes, Sides(), OfValidation);
        if (validation is null)
        {
            weights = NewWeights();
            var sample = new RowSample<float>(
                inputs.Size,
                Math.Max(1, (int)(maxBytes / (inputs.Size * sizeof(float)))),
                new SamplePass(
                    new MemoryShares(maxBytes),
                    new RowKeys(data, seed, heldOutShare: 0, groups: null),
                    weights,
                    Labels: null,
                    Sides()),
                ofTraining: null);
            FeatureRows.Read(data, inputs, options, sample, OfValidation);
            validation = new RowMatrix(sample.ToValues(), inputs.Size);
        }

        if (validation.Rows == 0)
        {
            throw new ArgumentException(
                $"Validation data need at least 1 row, but column '{Input.Inputs.Name}' has no rows there. Use other "
                    + "validation data, or fit without them, so that ValidationFraction of the training data is held out.");
        }

        return this with
        {
            Rows = new RowMatrix([.. Rows.Values, .. validation.Values], Rows.Width),
            HoldOut = new GivenHoldOut(Rows.Rows),
            Labels = Labels is null ? null : Labels with
            {
                Values = [.. Labels.Values, .. new int[validation.Rows]],
            },
            Weights = weights is null ? null : new(weights.Column.Name, [.. Weights!.Values, .. weights.Weights]),
        };

        WeightColumn? NewWeights() => Weights is { } ofTraining
            ? new WeightColumn(data.Schema[ofTraining.Column], OfValidation)
            : null;

        ISideColumn[] Sides() => weights is null ? [] : [weights];
    }

    private static void CheckValidation(FitInput input, TrainingInput features, VaeOptions options)
    {
        if (input.Validation is not { } validation)
        {
            return;
        }

        foreach (DataViewSchema.Column column in features.Sources)
        {
            CheckValidationColumn(validation, column);
        }

        if (options.ExampleWeightColumnName is { } weight)
        {
            CheckValidationColumn(
                validation, SideColumns.Find(input.Train.Schema, weight, SideColumns.ExampleWeight));
        }
    }

    /// <summary>An option that needs all rows in memory.</summary>
    public static ArgumentException TooLarge(VaeOptions options, string option) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{option} needs all rows in memory, but they take more than MemoryBudget, which is {options.MemoryBudget:N0} bytes. "
        + $"Raise MemoryBudget, fit on fewer rows, or do without {option.Split('(')[0]}."));

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
}
