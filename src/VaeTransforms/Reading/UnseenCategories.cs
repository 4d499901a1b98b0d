using System.Globalization;
using VaeTransforms.Model;

namespace VaeTransforms.Reading;

/// <summary>Finds categories that the initial model of a fit does not have.</summary>
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

    private static bool IsUnseen(ReadOnlySpan<float> row, VaeColumn column) =>
        !row[column.Start..column.End].ContainsAnyExcept(0f);
}
