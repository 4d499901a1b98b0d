using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms.Reading;

/// <summary>Finds categories that the model of a fit does not have, in validation data or after an initial model.</summary>
internal static class UnseenCategories
{
    /// <summary>A warning that names the columns with such categories; null if there are none.</summary>
    /// <param name="fit">The rows.</param>
    /// <param name="among">Indices of the rows trained on.</param>
    /// <param name="initial">The model that the fit starts from; null for none.</param>
    public static string? Warning(FitRows fit, long[] among, TrainedVae? initial)
    {
        if (initial is null)
        {
            return null;
        }

        (string Name, int Rows)[] unseen =
        [
            .. fit.Input.Columns
                .Where(column => column.IsCategory)
                .Select(column => (column.Name, among.Count(row => IsUnseen(fit.Rows.Row(row), column))))
                .Where(column => column.Item2 > 0),
        ];
        return unseen.Length == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"The initial model does not have all categories of {NameList.Quoted(unseen.Select(column => column.Name))}: "
                + $"{unseen[0].Rows} of {among.Length} training rows have another value in '{unseen[0].Name}'. Their slots are "
                + $"0, as those of an unseen value, so the model does not learn the new categories. Fit without an initial model "
                + $"to learn them.");
    }

    /// <summary>Refuses a condition that the model does not have: it has no p(x | c) for such a row.</summary>
    /// <param name="fit">The rows that are in memory.</param>
    /// <exception cref="ArgumentException">A row has such a condition.</exception>
    public static void RefuseInCondition(FitRows fit)
    {
        if (fit.Input.Condition is not { HoldsCategories: true } condition)
        {
            return;
        }

        VaeColumn column = fit.Input.Columns[^1];
        for (int row = 0; row < fit.Rows.Rows; row++)
        {
            if (IsUnseen(fit.Rows.Row(row), column))
            {
                throw new ArgumentException(
                    $"The condition '{condition.Name}' must have a value that the model is trained with, but {fit.Describe(row)} "
                        + "(rows count from 0) has another. Fit on rows that have all values of it, or drop that row.");
            }
        }
    }

    private static bool IsUnseen(ReadOnlySpan<float> row, VaeColumn column) =>
        !row[column.Start..column.End].ContainsAnyExcept(0f);
}
