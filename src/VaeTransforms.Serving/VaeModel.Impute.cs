using Microsoft.ML;
using VaeTransforms.Model;
using VaeTransforms.Numerics;
using VaeTransforms.Pipeline;
using VaeTransforms.Sampling;

namespace VaeTransforms;

/// <content>Filling the gaps of rows.</content>
public sealed partial class VaeModel
{
    /// <summary>Fills each gap of rows with the best single value, given the values that are there.</summary>
    /// <param name="rows">[n], each [D]; NaN where a value is missing.</param>
    /// <param name="seed">The seed of the draws behind the values, which are the same for each row. Default: 0.</param>
    /// <returns>
    /// [n], each [D]. Present values stay as they are. A number is the mean over 64 draws of the latent code, each weighted by
    /// how well it explains the present values. A number that takes a few levels (<c>Ordinal</c>, or <c>Binned</c> where every
    /// value trained on has a bin of its own) is the median instead, which is one of the levels. A category has a 1 at its most
    /// probable value and 0 elsewhere.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model was trained without <c>MissingValues.Mask</c>.</exception>
    /// <exception cref="ArgumentException">The length of a row is not D.</exception>
    /// <remarks>Mattei and Frellsen 2019, 'MIWAE', equation 13: self-normalized importance sampling.</remarks>
    public float[][] Impute(IReadOnlyList<float[]> rows, int seed = 0)
    {
        CheckRows(rows);
        using GapFiller filler = Filler(seed);
        return [.. rows.Select(row => Best(filler, row))];
    }

    /// <summary>Fills the gaps of rows with draws: several completed copies of each row that differ as much as is
    /// unknown.</summary>
    /// <param name="rows">[n], each [D]; NaN where a value is missing.</param>
    /// <param name="draws">The number of copies, from 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <returns>[n], each [draws], each [D]. Present values stay as they are.</returns>
    /// <exception cref="InvalidOperationException">The model was trained without <c>MissingValues.Mask</c>.</exception>
    /// <exception cref="ArgumentException">The length of a row is not D, or draws is below 1.</exception>
    /// <remarks>Rubin 1987, 'Multiple imputation for nonresponse in surveys'.</remarks>
    public float[][][] Impute(IReadOnlyList<float[]> rows, int draws, int seed)
    {
        CheckRows(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        using GapFiller filler = Filler(seed, withBest: false);
        return [.. rows.Select(row => Drawn(filler, row, draws).ToArray())];
    }

    /// <summary>The missing numbers of rows, each with an interval that holds the true value with a probability.</summary>
    /// <param name="rows">[n], each [D]; NaN where a value is missing.</param>
    /// <param name="probability">In (0, 1). Default: 0.9.</param>
    /// <param name="draws">The draws that the intervals are quantiles of, from 10. Default: 200.</param>
    /// <param name="seed">The seed of the draws. Default: 0.</param>
    /// <returns>One entry for each missing number, in the order of rows and slots. Categories have no interval.</returns>
    /// <exception cref="InvalidOperationException">The model was trained without <c>MissingValues.Mask</c>.</exception>
    /// <exception cref="ArgumentException">The length of a row is not D, or a number is out of range.</exception>
    /// <remarks>
    /// The values of a column with few of them, such as levels, are covered more often than asked, since an interval ends at
    /// values.
    /// </remarks>
    public IReadOnlyList<ImputedValue> ImputeIntervals(
        IReadOnlyList<float[]> rows, double probability = 0.9, int draws = 200, int seed = 0)
    {
        CheckRows(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 10);
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "probability must be in (0, 1); 0.9 is the default.");
        }

        using GapFiller filler = Filler(seed);
        int[] numbers =
        [
            .. Columns
                .Where(column => !column.IsCategory)
                .SelectMany(column => Enumerable.Range(column.Start, column.Slots)),
        ];
        var values = new List<ImputedValue>();
        for (int row = 0; row < rows.Count; row++)
        {
            int[] gaps = [.. numbers.Where(slot => float.IsNaN(rows[row][slot]))];
            if (gaps.Length == 0)
            {
                continue;
            }

            float[] best = Best(filler, rows[row]);
            float[][] drawn = [.. Drawn(filler, rows[row], draws)];
            values.AddRange(gaps.Select(slot =>
            {
                float[] sample = Array.ConvertAll(drawn, draw => draw[slot]);
                return new ImputedValue(
                    row,
                    slot,
                    best[slot],
                    (float)SampleQuantile.ForNewDraw(sample, (1 - probability) / 2),
                    (float)SampleQuantile.ForNewDraw(sample, (1 + probability) / 2));
            }));
        }

        return values;
    }

    /// <summary>The columns that the model was trained on, without gaps, in their own types.</summary>
    /// <param name="data">Rows with these columns.</param>
    /// <param name="seed">The seed of the draws behind the values, which are the same for each row. Default: 0.</param>
    /// <returns>
    /// A view in memory with these columns alone. Present values stay as they are, but for Int64 and UInt64 beyond 2^53, which
    /// are rounded to a Double. A column whose values in training were all whole numbers, cents or days is filled with such
    /// values.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model was trained without <c>MissingValues.Mask</c>.</exception>
    /// <exception cref="ArgumentException">A column is missing, or it has another type.</exception>
    public IDataView Impute(IDataView data, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        IRowInputs inputs = ModelInputs.Find(data.Schema, Trained);
        using GapFiller filler = Filler(seed);
        using DataViewRowCursor cursor = data.GetRowCursor(inputs.Columns);
        var table = (inputs as TableBinding)?.CreateReader(cursor, keepsUnseen: true);
        RowReader reader = table ?? inputs.CreateReader(cursor);
        TableLayout layout = Trained.Layout;
        var rows = new List<double[]>();
        var row = new float[Architecture.InputSize];
        while (cursor.MoveNext())
        {
            reader.Read(row);
            double[] cells = Cells(layout, row.Any(float.IsNaN) ? Best(filler, row) : row);
            rows.Add(table is null ? cells : Present(table.Cells, cells));
        }

        return TableView.Of(table?.Layout ?? layout, SlotNames, rows);
    }

    /// <summary>The cells that are there, bit by bit, and others where they are missing.</summary>
    private static double[] Present(ReadOnlySpan<double> present, double[] filled)
    {
        for (int cell = 0; cell < filled.Length; cell++)
        {
            filled[cell] = double.IsNaN(present[cell]) ? filled[cell] : present[cell];
        }

        return filled;
    }

    private static float[] Best(GapFiller filler, float[] row)
    {
        float[] filled = [.. row];
        if (row.Any(float.IsNaN))
        {
            filler.Begin(row);
            filler.FillWithBest(filled);
        }

        return filled;
    }

    private static IEnumerable<float[]> Drawn(GapFiller filler, float[] row, int draws)
    {
        filler.Begin(row);
        for (int draw = 0; draw < draws; draw++)
        {
            float[] filled = [.. row];
            filler.FillWithDraw(filled);
            yield return filled;
        }
    }

    private GapFiller Filler(int seed, bool withBest = true) => Architecture.HasMask
        ? new GapFiller(_scorer, seed, withBest)
        : throw new InvalidOperationException(
            "The model was trained on rows without gaps, so it cannot fill any. Set VaeOptions.MissingValues to Mask and fit "
                + "again.");
}
