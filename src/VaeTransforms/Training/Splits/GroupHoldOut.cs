using System.Globalization;
using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>Random groups of rows, none of them split.</summary>
/// <param name="Column">The name of the column that the groups come from, for messages.</param>
/// <param name="Groups">The group of each row, numbered from 0.</param>
internal sealed record GroupHoldOut(string Column, IReadOnlyList<int> Groups) : HoldOut
{
    internal override RowSplit Split(long rows, double validationFraction, int seed)
    {
        int[] sizes = Sizes();
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        new System.Random(seed).Shuffle(order);

        // A group is held out if that brings the number of held-out rows closer to what was asked for.
        double wanted = rows * validationFraction;
        var isHeldOut = new bool[sizes.Length];
        long heldOut = 0;
        foreach (int group in order.Where(group => Math.Abs(heldOut + sizes[group] - wanted) < wanted - heldOut))
        {
            isHeldOut[group] = true;
            heldOut += sizes[group];
        }

        // Every group has more than twice the rows wanted: one too many rows are better than none.
        if (heldOut == 0 && wanted > 0)
        {
            isHeldOut[order.MinBy(group => sizes[group])] = true;
        }

        RowSplit split = new(Where(false), Where(true)) { IsApart = true };
        return split.Training.Length >= 2 ? split : throw TooFew(sizes.Length, split, validationFraction);

        long[] Where(bool held) =>
            [.. Enumerable.Range(0, Groups.Count).Where(row => isHeldOut[Groups[row]] == held).Select(row => (long)row)];
    }

    private int[] Sizes()
    {
        var sizes = new int[Groups.Count == 0 ? 0 : Groups.Max() + 1];
        foreach (int group in Groups)
        {
            sizes[group]++;
        }

        return sizes.Length != 1 ? sizes : throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"SamplingKeyColumnName keeps rows with the same key together, but column '{Column}' has one key in all {sizes[0]} ")
            + "rows, so no row can be held out. Use a column with at least two keys, or set SamplingKeyColumnName to null.");
    }

    private ArgumentException TooFew(int groups, RowSplit split, double validationFraction) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"SamplingKeyColumnName with ValidationFraction = {validationFraction} holds out {split.Validation.Length} of the ")
        + string.Create(CultureInfo.InvariantCulture, $"{Groups.Count} rows, whose column '{Column}' has {groups} keys, but at ")
        + "least 2 rows are needed to train on. Fit on more rows, or lower ValidationFraction.");
}
