using System.Globalization;
using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Training;

namespace VaeTransforms.Reading;

/// <summary>Checks, before training begins, that there is something to learn from the rows.</summary>
internal static class TrainableRows
{
    /// <summary>
    /// Refuses fewer rows than can differ. A table without rows has no categories, and so no slots to choose from.
    /// </summary>
    /// <param name="columns">Where the rows come from.</param>
    /// <param name="rows">How many there are.</param>
    /// <exception cref="ArgumentException">There are fewer than 2.</exception>
    public static void CheckCount(IReadOnlyList<DataViewSchema.Column> columns, long rows)
    {
        if (rows < 2)
        {
            throw new ArgumentException(
                $"Training needs at least 2 rows with different values, but "
                    + $"{NameList.Described(columns.Select(column => column.Name))} {(columns.Count == 1 ? "has" : "have")} "
                    + $"{(rows == 0 ? "no rows" : "1 row")}. Fit on more data.");
        }
    }

    /// <summary>Refuses equal rows, and values outside the range of the likelihood.</summary>
    /// <exception cref="ArgumentException">The rows cannot be trained on.</exception>
    public static void Check(FitRows fit, TrainingPlan plan)
    {
        IRowInputs column = fit.Input.Inputs;
        RowMatrix rows = fit.Rows;
        int training = fit.TrainingRows;
        if (AreEqual(fit))
        {
            throw new ArgumentException(
                $"Training needs rows with different values, but all {training} rows of "
                    + $"{NameList.Described(column.Columns.Select(one => one.Name))} are equal. Check how "
                    + $"{(column.Columns.Count == 1 ? "the column is" : "the columns are")} made, or fit on other data.");
        }

        if (plan.Normalization == Normalization.None)
        {
            CheckRange(fit, column, plan.Architecture.Likelihood);
        }

        if (plan.Architecture.HasMask)
        {
            RowSplit split = plan.Split(rows.Rows);
            CheckAnyThere(fit, split.Training, "training");

            // Rows held out at random may have no value of a rare column; rows that were given should.
            if (rows.Rows > training)
            {
                CheckAnyThere(fit, split.Validation, "validation");
            }
        }
    }

    private static bool AreEqual(FitRows fit)
    {
        if (fit.Stream?.Moments is { } moments)
        {
            return Enumerable.Range(0, fit.Rows.Width).All(moments.IsConstant);
        }

        ReadOnlySpan<float> first = fit.Rows.Row(0);
        bool areEqual = true;
        for (int i = 1; i < fit.TrainingRows && areEqual; i++)
        {
            areEqual = first.SequenceEqual(fit.Rows.Row(i));
        }

        return areEqual;
    }

    private static void CheckAnyThere(FitRows fit, long[] rows, string part)
    {
        foreach (VaeColumn column in fit.Input.Columns)
        {
            if (rows.Length > 0 && rows.All(row => float.IsNaN(fit.Rows.Row(row)[column.Start])))
            {
                throw TableColumnErrors.AllMissing(column.Name, part);
            }
        }
    }

    private static void CheckRange(FitRows fit, IRowInputs column, Likelihood likelihood)
    {
        int outside = FirstOutside(fit.Rows.Values, likelihood);
        if (outside >= 0)
        {
            string row = $"{fit.Describe(outside / column.Size)} (rows and slots count from 0)";
            throw Outside(fit.Rows.Values[outside], outside % column.Size, row);
        }

        // The rows that are not in memory.
        if (fit.Stream?.Moments is { } moments)
        {
            foreach (float[] ends in new[] { moments.Min, moments.Max })
            {
                int slot = FirstOutside(ends, likelihood);
                if (slot >= 0)
                {
                    throw Outside(ends[slot], slot, "some row (slots count from 0)");
                }
            }
        }

        ArgumentException Outside(float value, int slot, string row) => new(string.Create(
            CultureInfo.InvariantCulture,
            $"Likelihood.{likelihood} needs values in [{likelihood.Min}, {likelihood.Max}], but column '{column.Name}' "
                + $"holds {value} in {column.DescribeSlot(slot)} of {row}. Set Normalization to MinMax, scale the column before, "
                + $"or use Likelihood.Gaussian."));
    }

    /// <summary>The first value without a density; missing ones need none.</summary>
    private static int FirstOutside(ReadOnlySpan<float> values, Likelihood likelihood)
    {
        int start = 0;
        while (true)
        {
            int outside = ValueRange.FirstOutside(values[start..], (float)likelihood.Min, (float)likelihood.Max);
            if (outside < 0 || !float.IsNaN(values[start + outside]))
            {
                return outside < 0 ? outside : start + outside;
            }

            start += outside + 1;
        }
    }
}
