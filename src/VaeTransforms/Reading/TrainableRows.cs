using System.Globalization;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>Checks, before training begins, that there is something to learn from the rows.</summary>
internal static class TrainableRows
{
    /// <summary>Refuses too few rows, equal rows, and values outside the range of the likelihood.</summary>
    /// <exception cref="ArgumentException">The rows cannot be trained on.</exception>
    public static void Check(FitRows fit, FeatureColumn column, TrainingPlan plan)
    {
        RowMatrix rows = fit.Rows;
        int training = fit.TrainingRows;
        if (training < 2)
        {
            throw new ArgumentException(
                $"Training needs at least 2 rows with different values, but column '{column.Name}' has "
                    + $"{(training == 0 ? "no rows" : "1 row")}. Fit on more data.");
        }

        ReadOnlySpan<float> first = rows.Row(0);
        bool allEqual = true;
        for (int i = 1; i < training && allEqual; i++)
        {
            allEqual = first.SequenceEqual(rows.Row(i));
        }

        if (allEqual)
        {
            throw new ArgumentException(
                $"Training needs rows with different values, but all {training} rows of column '{column.Name}' are equal. "
                    + "Check how the column is made, or fit on other data.");
        }

        if (plan.Normalization == Normalization.None)
        {
            CheckRange(fit, column, plan.Architecture.Likelihood);
        }
    }

    private static void CheckRange(FitRows fit, FeatureColumn column, Likelihood likelihood)
    {
        int outside = ValueRange.FirstOutside(fit.Rows.Values, (float)likelihood.Min, (float)likelihood.Max);
        if (outside >= 0)
        {
            string where = $"{column.DescribeSlot(outside % column.Size)} of {fit.Describe(outside / column.Size)}";
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Likelihood.{likelihood} needs values in [{likelihood.Min}, {likelihood.Max}], but column '{column.Name}' "
                    + $"holds {fit.Rows.Values[outside]} in {where} (rows and slots count from 0). Set Normalization to MinMax, "
                    + $"scale the column before, or use Likelihood.Gaussian."));
        }
    }
}
