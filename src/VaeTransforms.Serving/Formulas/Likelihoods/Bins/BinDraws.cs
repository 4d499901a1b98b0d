namespace VaeTransforms;

/// <summary>
/// The numbers by which <see cref="BinnedLikelihood"/> turns a uniform number into a value of a bin, each [D B].
/// </summary>
/// <remarks>
/// From the lower bound to the center the values have one density, and from there to the upper bound another, so that the center
/// is their mean. A bin that is a single value has the slopes 0.
/// </remarks>
internal sealed class BinDraws
{
    /// <param name="table">The bins.</param>
    /// <param name="slots">D.</param>
    public BinDraws(BinTable table, int slots)
    {
        double[] lowers = table.Lower.ForSlots(slots, table.Bins);
        double[] uppers = table.Upper.ForSlots(slots, table.Bins);
        double[] rows = table.Rows.ForSlots(slots, table.Bins);
        double[] atoms = table.Atoms.ForSlots(slots, table.Bins);
        Centers = table.Centers.ForSlots(slots, table.Bins);
        Places = [.. Enumerable.Range(0, rows.Length).Select(i => i % table.Bins)];
        IsLast = [.. rows.Select((count, i) => count > 0 && (Places[i] == table.Bins - 1 || rows[i + 1] == 0) ? 1.0 : 0)];
        (Starts, SharesBelow) = ([.. Centers], [.. rows.Select(_ => 0.5)]);
        (SlopesBelow, SlopesAbove) = (new double[rows.Length], new double[rows.Length]);
        for (int i = 0; i < rows.Length; i++)
        {
            if (atoms[i] == 0)
            {
                Starts[i] = lowers[i];
                SharesBelow[i] = (uppers[i] - Centers[i]) / (uppers[i] - lowers[i]);
                SlopesBelow[i] = (Centers[i] - lowers[i]) / SharesBelow[i];
                SlopesAbove[i] = (uppers[i] - Centers[i]) / (1 - SharesBelow[i]);
            }
        }
    }

    /// <summary>The place of each bin in its slot, from 0.</summary>
    public int[] Places { get; }

    /// <summary>1 for the last bin of a slot that is no padding.</summary>
    public double[] IsLast { get; }

    /// <summary>The lowest value drawn.</summary>
    public double[] Starts { get; }

    /// <summary>Means of the values in bins.</summary>
    public double[] Centers { get; }

    /// <summary>The share of a bin's values that are below its center.</summary>
    public double[] SharesBelow { get; }

    /// <summary>How much a value rises with the uniform number, below the center.</summary>
    public double[] SlopesBelow { get; }

    /// <summary>The same above the center.</summary>
    public double[] SlopesAbove { get; }
}
