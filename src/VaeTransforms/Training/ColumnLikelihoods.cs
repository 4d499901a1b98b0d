using Microsoft.ML.Data;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms.Training;

/// <summary>Chooses the likelihood of each column, and fits it to the rows trained on.</summary>
internal static class ColumnLikelihoods
{
    // Bins of a small table hold at least about as many rows as there are bins.
    private const int MaxBins = 32;

    /// <summary>Chooses and fits.</summary>
    /// <param name="likelihood">What the options say.</param>
    /// <param name="columns">The columns of the data.</param>
    /// <param name="table">How they become slots; null for one vector.</param>
    /// <param name="hasMask">Whether values may be missing.</param>
    /// <param name="rows">NaN where a value is missing.</param>
    /// <param name="among">Indices of the rows trained on.</param>
    /// <returns>The likelihood of a row, and what was chosen for each column where each has its own.</returns>
    /// <exception cref="ArgumentException">A column does not fit its likelihood, or a name is not that of a column.</exception>
    public static (Likelihood Likelihood, IReadOnlyList<ColumnLikelihood> Chosen) Choose(
        Likelihood likelihood, IReadOnlyList<VaeColumn> columns, TableLayout? table, bool hasMask, RowMatrix rows, long[] among)
    {
        var values = new SlotValues(columns[^1].End, slot => Present(rows.Column(slot, among)));
        bool isVector = !hasMask && (table is null || table.Inputs is [{ Kind: TableColumnKind.Vector }]);
        if (likelihood is AutomaticLikelihood && isVector && columns.All(column => !column.IsCategory))
        {
            return (Likelihood.Gaussian, []);
        }

        if (likelihood is not UnresolvedLikelihood)
        {
            return (Fitted(likelihood, values, "the input"), []);
        }

        IReadOnlyDictionary<string, Likelihood> named =
            (likelihood as NamedLikelihoods)?.ByName ?? new Dictionary<string, Likelihood>();
        CheckNames(named.Keys, columns);
        HashSet<int> flags = [.. Flags(table)];
        var chosen = new List<ColumnLikelihood>();
        var kinds = new List<(Likelihood Likelihood, List<VaeColumn> Columns)>();
        foreach (VaeColumn column in columns)
        {
            ColumnLikelihood choice = named.TryGetValue(column.Name, out Likelihood? given) && given is not UnresolvedLikelihood
                ? new ColumnLikelihood(column.Name, given, "set by the options")
                : Automatic(column, flags, isVector, among.Length);
            CheckKind(column, choice.Likelihood);
            chosen.Add(choice);

            // Columns of one kind are computed together, wherever they are: a step has few operations then.
            int kind = choice.Likelihood.SlotsShareOptions
                ? -1
                : kinds.FindIndex(before => before.Likelihood == choice.Likelihood);
            if (kind >= 0)
            {
                kinds[kind].Columns.Add(column);
            }
            else
            {
                kinds.Add((choice.Likelihood, [column]));
            }
        }

        return (new MixedLikelihood([.. kinds.Select(kind => Fitted(kind.Likelihood, kind.Columns, values))]), chosen);
    }

    private static ColumnLikelihood Automatic(VaeColumn column, HashSet<int> flags, bool isVector, int rows)
    {
        if (column.IsCategory)
        {
            return new(column.Name, Likelihood.Categorical, "a category");
        }

        if (flags.Contains(column.Start))
        {
            return new(column.Name, Likelihood.Bernoulli, "a Boolean");
        }

        return isVector
            ? new(column.Name, Likelihood.Gaussian, "a slot of a vector without gaps")
            : new(column.Name, Likelihood.Binned(Math.Min(MaxBins, (int)Math.Ceiling(Math.Sqrt(rows)))), "a number");
    }

    private static LikelihoodPart Fitted(Likelihood likelihood, IReadOnlyList<VaeColumn> columns, SlotValues values)
    {
        int[] slots = [.. columns.SelectMany(Slots)];
        try
        {
            return new LikelihoodPart(Of(likelihood, columns).Fitted(values.Part(slots)), slots);
        }
        catch (ArgumentException)
        {
            // The message names the column that does not fit, not all of its kind.
            foreach (VaeColumn column in columns)
            {
                Fitted(Of(likelihood, [column]), values.Part([.. Slots(column)]), $"column '{column.Name}'");
            }

            throw;
        }

        static IEnumerable<int> Slots(VaeColumn column) => Enumerable.Range(column.Start, column.Slots);
    }

    /// <summary>A likelihood for columns beside each other: each category is one distribution over its slots.</summary>
    private static Likelihood Of(Likelihood likelihood, IReadOnlyList<VaeColumn> columns) => likelihood is CategoricalLikelihood
        ? new CategoricalLikelihood { Sizes = new NumberList(columns.Select(column => (double)column.Slots)) }
        : likelihood;

    private static Likelihood Fitted(Likelihood likelihood, SlotValues values, string where)
    {
        try
        {
            return likelihood.Fitted(values);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Likelihood.{likelihood} does not fit {where}: {e.Message}", e);
        }
    }

    private static void CheckNames(IEnumerable<string> names, IReadOnlyList<VaeColumn> columns)
    {
        if (names.FirstOrDefault(name => columns.All(column => column.Name != name)) is { } unknown)
        {
            throw new ArgumentException(
                $"Likelihood.Mixed has a likelihood for column '{unknown}', but the columns are "
                    + $"{NameList.Quoted(columns.Select(column => column.Name))}. Use the names of columns.");
        }
    }

    private static void CheckKind(VaeColumn column, Likelihood likelihood)
    {
        if (column.IsCategory != likelihood is CategoricalLikelihood)
        {
            throw new ArgumentException(column.IsCategory
                ? $"Column '{column.Name}' holds text or another category, but Likelihood.{likelihood} needs numbers. Use "
                    + "Likelihood.Categorical, or convert the column to numbers."
                : $"Column '{column.Name}' holds numbers, but Likelihood.Categorical needs text, a key or indicators. Use "
                    + "another likelihood, such as Likelihood.Ordinal, or convert the column to text.");
        }
    }

    /// <summary>The slots of Boolean columns.</summary>
    private static IEnumerable<int> Flags(TableLayout? table)
    {
        int start = 0;
        foreach (TableColumn input in table?.Inputs ?? [])
        {
            if (input.ItemType == DataKind.Boolean)
            {
                for (int slot = 0; slot < input.Slots; slot++)
                {
                    yield return start + slot;
                }
            }

            start += input.Slots;
        }
    }

    private static float[] Present(float[] values) =>
        Array.Exists(values, float.IsNaN) ? Array.FindAll(values, value => !float.IsNaN(value)) : values;
}
