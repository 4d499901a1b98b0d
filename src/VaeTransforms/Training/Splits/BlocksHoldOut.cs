using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Training;

namespace VaeTransforms;

public abstract partial record HoldOut
{
    /// <summary>
    /// Blocks of consecutive rows, for rows in time order. The rows are divided into stretches of equal length, and the end of
    /// each stretch is held out; together these are <see cref="VaeOptions.ValidationFraction"/> of all rows.
    /// </summary>
    /// <param name="gap">
    /// The number of rows, from 0, on each side of a block that are neither trained on nor held out. For overlapping windows,
    /// use the length of a window in rows minus 1: then no held-out window shares a value with a training window.
    /// </param>
    /// <param name="count">
    /// The number of blocks, from 1. Default: 5. A series changes with the season and with wear, and several blocks show all of
    /// it: early stopping and the threshold then do not depend on the state in one period. With 1, the last rows are held out:
    /// what the newest period is like, judged by the periods before it.
    /// </param>
    /// <remarks>
    /// The choice is not random, so it does not depend on the seed. 2 · <paramref name="count"/> - 1 gaps are lost for training:
    /// the last block ends with the series. Bergmeir and Benítez 2012, 'On the use of cross-validation for time series predictor
    /// evaluation'.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static HoldOut Blocks(int gap, int count = 5) => new BlocksHoldOut(
        OptionRule.Check(gap, gap >= 0, "must be at least 0; 0 trains on the rows right beside a block.", nameof(gap)),
        OptionRule.Check(count, count >= 1, "must be at least 1; with 1 the last rows are held out.", nameof(count)));
}

/// <summary>The ends of stretches of equal length.</summary>
/// <param name="Gap">Rows dropped on each side of a block.</param>
/// <param name="Count">Blocks.</param>
internal sealed record BlocksHoldOut(int Gap, int Count) : HoldOut
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Blocks(gap: {Gap}, count: {Count})");

    internal override RowSplit Split(long rows, double validationFraction, int seed)
    {
        int heldOut = RowSplit.HeldOutCount(rows, validationFraction);
        var training = new List<long>();
        var validation = new List<long>();
        var dropped = new List<long>();
        for (int block = 0; block < Count && heldOut >= Count; block++)
        {
            long start = rows * block / Count;
            long end = rows * (block + 1) / Count;
            long first = end - (((long)heldOut * (block + 1) / Count) - ((long)heldOut * block / Count));

            // The gap after a block is the start of the next stretch, and may be longer than the stretch.
            long afterGap = block == 0 ? start : Math.Min(start + Gap, first);
            long gap = Math.Max(afterGap, first - Gap);
            Add(dropped, start, afterGap);
            Add(training, afterGap, gap);
            Add(dropped, gap, first);
            Add(validation, first, end);
        }

        return training.Count >= 2
            ? new RowSplit([.. training], [.. validation]) { Dropped = [.. dropped], IsApart = true, IsInBlocks = true }
            : throw TooFew();

        static void Add(List<long> places, long from, long to)
        {
            for (long row = from; row < to; row++)
            {
                places.Add(row);
            }
        }

        ArgumentException TooFew() => new(string.Create(
            CultureInfo.InvariantCulture,
            $"HoldOut.{this} with ValidationFraction = {validationFraction} holds out {heldOut} of the {rows} rows, and leaves ")
            + string.Create(CultureInfo.InvariantCulture, $"{training.Count} to train on. It needs at least 1 row in each ")
            + "block, and 2 rows to train on. Fit on more rows, or use a smaller gap or fewer blocks.");
    }
}
