using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>Which rows are held out, and how much each row counts.</content>
public sealed partial record VaeOptions
{
    /// <summary>
    /// How the held-out rows are chosen. Default: <see cref="HoldOut.Random"/>. Use <see cref="HoldOut.Blocks"/> for rows in time
    /// order.
    /// </summary>
    public HoldOut HoldOut
    {
        get;
        init => field = OptionRule.Check(
            value, value is not null, "must be HoldOut.Random or HoldOut.Blocks(gap); HoldOut.Random is the default.");
    } = HoldOut.Random;

    /// <summary>
    /// The name of a column with the group of each row, such as a machine, a patient or a day: a scalar of any type of ML.NET,
    /// for example text, a key or an integer. Rows with the same value are all held out or all trained on, as in
    /// <c>TrainTestSplit</c>; a missing value is a value too. Default: null, rows are independent of each other.
    /// </summary>
    /// <remarks>
    /// Groups are held out in a random order, by the seed, as long as that brings the number of their rows closer to
    /// <see cref="ValidationFraction"/> of all rows; always at least one group. The column is read by <c>Fit</c> only.
    /// </remarks>
    public string? SamplingKeyColumnName { get; init => field = ColumnName(value, nameof(SamplingKeyColumnName)); }

    /// <summary>
    /// The name of a column with the weight of each row: a Single or Double from 0, finite, and not 0 in all rows. It multiplies
    /// the row's loss in training, and its part of the held-out ELBO, which become weighted means. Only ratios of weights matter:
    /// their mean over the training rows counts as 1. Default: null, every row counts the same.
    /// </summary>
    /// <remarks>
    /// A row of weight 2 has the same part in a gradient as two equal rows of weight 1. Weights change what the network learns,
    /// and nothing else: the normalization, distances to neighbors, and the threshold and p-values of a detector count every
    /// row once, because a rate of new rows is a rate of rows. Training takes the path <see cref="TrainingPath.Derived"/>. The
    /// column is read by <c>Fit</c> only.
    /// </remarks>
    public string? ExampleWeightColumnName { get; init => field = ColumnName(value, nameof(ExampleWeightColumnName)); }

    /// <summary>Checks the rules between options that choose held-out rows.</summary>
    /// <exception cref="ArgumentException">Two options contradict each other.</exception>
    private void ValidateRows()
    {
        if (HoldOut != HoldOut.Random && SamplingKeyColumnName is not null)
        {
            throw new ArgumentException(
                $"HoldOut must not be set together with SamplingKeyColumnName, but HoldOut is {HoldOut} and "
                    + $"SamplingKeyColumnName is '{SamplingKeyColumnName}'. Set HoldOut for rows in time order, or "
                    + "SamplingKeyColumnName for rows in groups.",
                nameof(HoldOut));
        }

        if (ValidationFraction == 0 && (HoldOut != HoldOut.Random || SamplingKeyColumnName is not null))
        {
            throw new ArgumentException(
                $"ValidationFraction is 0, so no row is held out, but HoldOut is {HoldOut} and SamplingKeyColumnName is "
                    + $"{OptionRule.Text(SamplingKeyColumnName)}, which choose held-out rows. Raise ValidationFraction, or "
                    + "set neither.",
                nameof(ValidationFraction));
        }
    }

    /// <summary>Checks that no option chooses held-out rows where validation data give them.</summary>
    /// <exception cref="ArgumentException">An option does.</exception>
    internal void ValidateWithValidationData()
    {
        if (HoldOut != HoldOut.Random || SamplingKeyColumnName is not null)
        {
            throw new ArgumentException(
                $"Validation data must not be given together with HoldOut or SamplingKeyColumnName, but HoldOut is {HoldOut} and "
                    + $"SamplingKeyColumnName is {OptionRule.Text(SamplingKeyColumnName)}. Fit without validation data, or set "
                    + "neither.",
                "validationData");
        }
    }
}
