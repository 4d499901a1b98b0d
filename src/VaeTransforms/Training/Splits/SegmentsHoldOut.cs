using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>
/// Blocks of windows of several segments, each a run of consecutive windows. A segment that is too short for a block is trained
/// on as a whole. If all are too short, whole segments are held out.
/// </summary>
/// <param name="Lengths">Windows in each segment, in the order of the rows.</param>
/// <param name="Gap">Windows on each side of a block that share points with it.</param>
/// <param name="Count">The maximum number of blocks in a segment.</param>
internal sealed record SegmentsHoldOut(IReadOnlyList<int> Lengths, int Gap, int Count) : HoldOut
{
    /// <summary>Segments to hold out as a whole need others like them.</summary>
    private const int MinSegments = 5;

    // What several blocks may cost: so much of a segment lies beside blocks and is not used. One block may cost more, because
    // there is no threshold without it.
    private const double MaxGapShare = 0.2;
    private const double MaxGapShareOfOne = 0.4;

    /// <summary>How many blocks a segment has room for; 0 if it is too short for one.</summary>
    public int Blocks(int length, double validationFraction)
    {
        int heldOut = RowSplit.HeldOutCount(length, validationFraction);
        for (int blocks = Count; blocks > 0; blocks--)
        {
            long unused = ((2L * blocks) - 1) * Gap;
            double maxUnused = (blocks > 1 ? MaxGapShare : MaxGapShareOfOne) * length;
            if (heldOut >= blocks && unused <= maxUnused && length - heldOut - unused >= 2)
            {
                return blocks;
            }
        }

        return 0;
    }

    /// <summary>Whether windows can be held out.</summary>
    public bool IsPossible(double validationFraction) =>
        Lengths.Count >= MinSegments || Lengths.Any(length => Blocks(length, validationFraction) > 0);

    internal override RowSplit Split(long rows, double validationFraction, int seed)
    {
        if (Lengths.All(length => Blocks(length, validationFraction) == 0))
        {
            int[] segments = [.. Lengths.SelectMany((length, segment) => Enumerable.Repeat(segment, length))];
            return new GroupHoldOut("", segments).Split(rows, validationFraction, seed) with { IsInBlocks = true };
        }

        var training = new List<long>();
        var validation = new List<long>();
        var dropped = new List<long>();
        long start = 0;
        foreach (int length in Lengths)
        {
            int blocks = Blocks(length, validationFraction);
            RowSplit part = blocks > 0
                ? new BlocksHoldOut(Gap, blocks).Split(length, validationFraction, seed)
                : RowSplit.Create(length, 0, seed);
            training.AddRange(part.Training.Select(row => start + row));
            validation.AddRange(part.Validation.Select(row => start + row));
            dropped.AddRange(part.Dropped.Select(row => start + row));
            start += length;
        }

        return new RowSplit([.. training], [.. validation]) { Dropped = [.. dropped], IsApart = true, IsInBlocks = true };
    }
}
