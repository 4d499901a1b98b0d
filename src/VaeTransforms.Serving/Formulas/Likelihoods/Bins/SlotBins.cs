namespace VaeTransforms;

/// <summary>The bins of one slot, learned from the values in the rows trained on.</summary>
internal static class SlotBins
{
    // The bounds of a bin with fewer rows say little about other rows.
    private const int MinRows = 5;

    // A bin's center keeps this share of the width from its bounds, so that the density is finite on both sides.
    private const double MinSide = 1e-3;

    /// <summary>A bin.</summary>
    /// <param name="Lower">Its lower bound, included.</param>
    /// <param name="Upper">Its upper bound, excluded.</param>
    /// <param name="Center">The mean of the values in it.</param>
    /// <param name="Rows">How many values are in it.</param>
    /// <param name="IsAtom">Whether it is a single value, with a probability and no density.</param>
    public readonly record struct Bin(float Lower, float Upper, double Center, int Rows, bool IsAtom);

    /// <summary>Learns bins, from the lowest to the highest.</summary>
    /// <param name="values">Finite, in any order.</param>
    /// <param name="maxBins">From 2.</param>
    public static Bin[] Of(float[] values, int maxBins)
    {
        (float Value, int Rows)[] distinct = values.Length == 0 ? [(0, 1)] : Distinct(values);
        int rows = Math.Max(values.Length, 1);
        if (distinct.Length <= maxBins && 2 * distinct.Length <= rows)
        {
            return Placed(distinct, [.. Enumerable.Range(0, distinct.Length).Select(i => (i, i, true))]);
        }

        // Values between heaps can need more bins than those that the heaps leave; then bins hold more rows.
        for (int bins = maxBins; ; bins--)
        {
            (bool[] heaps, double share) = Heaps(distinct, rows, bins);
            List<(int First, int Last, bool IsAtom)> ranges = Ranges(distinct, heaps, share);
            if (ranges.Count <= maxBins)
            {
                return Placed(distinct, ranges);
            }
        }
    }

    /// <summary>
    /// Which values stand alone: those with more rows than a bin of the others has. A heap leaves fewer rows to the other bins,
    /// so that the values beside a large heap are still told apart, and smaller heaps among them stand alone too.
    /// </summary>
    /// <returns>For each distinct value whether it is a heap, and the rows that the other bins have.</returns>
    private static (bool[] Heaps, double Share) Heaps((float Value, int Rows)[] distinct, int rows, int bins)
    {
        var heaps = new bool[distinct.Length];
        int rest = rows;
        int left = bins;
        bool found = true;
        while (found && left > 1)
        {
            found = false;
            for (int i = 0; i < distinct.Length && left > 1; i++)
            {
                if (!heaps[i] && distinct[i].Rows >= MinRows && distinct[i].Rows > (double)rest / left)
                {
                    (heaps[i], found) = (true, true);
                    rest -= distinct[i].Rows;
                    left--;
                }
            }
        }

        return (heaps, (double)rest / left);
    }

    private static (float Value, int Rows)[] Distinct(float[] values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        var distinct = new List<(float Value, int Rows)>();
        foreach (float value in sorted)
        {
            if (distinct.Count > 0 && distinct[^1].Value == value)
            {
                distinct[^1] = (value, distinct[^1].Rows + 1);
            }
            else
            {
                distinct.Add((value, 1));
            }
        }

        return [.. distinct];
    }

    /// <summary>Which distinct values share a bin: heaps stand alone, others until they are enough.</summary>
    private static List<(int First, int Last, bool IsAtom)> Ranges(
        (float Value, int Rows)[] distinct, bool[] heaps, double share)
    {
        double enough = Math.Max(share, MinRows);
        var ranges = new List<(int First, int Last, bool IsAtom)>();
        int first = 0;
        int open = 0;
        for (int i = 0; i < distinct.Length; i++)
        {
            if (heaps[i] || distinct.Length == 1)
            {
                Close(i);
                ranges.Add((i, i, true));
                first = i + 1;
                continue;
            }

            open += distinct[i].Rows;
            if (open >= enough)
            {
                Close(i + 1);
            }
        }

        Close(distinct.Length);
        return ranges;

        // The rest before a heap or at the end joins the bin before it.
        void Close(int end)
        {
            if (open > 0)
            {
                bool joins = open < enough && ranges.Count > 0 && !ranges[^1].IsAtom;
                ranges.Add((joins ? ranges[^1].First : first, end - 1, false));
                if (joins)
                {
                    ranges.RemoveAt(ranges.Count - 2);
                }
            }

            first = end;
            open = 0;
        }
    }

    private static Bin[] Placed((float Value, int Rows)[] distinct, IReadOnlyList<(int First, int Last, bool IsAtom)> ranges)
    {
        double reach = Reach(distinct);
        return [.. ranges.Select(Bin)];

        Bin Bin((int First, int Last, bool IsAtom) range, int place)
        {
            float lower = place == 0 || range.IsAtom ? Below(range.First) : Between(place - 1);
            float upper = place == ranges.Count - 1 || range.IsAtom ? Above(range.Last) : Between(place);
            (float Value, int Rows)[] values = distinct[range.First..(range.Last + 1)];
            int rows = values.Sum(value => value.Rows);
            double mean = values.Sum(value => (double)value.Value * value.Rows) / rows;
            double side = MinSide * ((double)upper - lower);
            double center = range.IsAtom ? values[0].Value : Math.Clamp(mean, lower + side, upper - side);
            return new Bin(lower, upper, center, rows, range.IsAtom);
        }

        // Where a bin ends and the next begins, if one of them is no atom.
        float Between(int place)
        {
            (int _, int last, bool endsWithAtom) = ranges[place];
            (int next, int _, bool beginsWithAtom) = ranges[place + 1];
            return endsWithAtom ? Above(last)
                : beginsWithAtom ? Below(next)
                : Rounded((distinct[last].Value + (double)distinct[next].Value) / 2, last);
        }

        float Below(int place) =>
            place == 0 ? (float)(distinct[0].Value - reach) : Rounded(distinct[place].Value - reach, place - 1);

        float Above(int place) => Rounded(distinct[place].Value + reach, place);

        // Single precision can round a bound down to the value below it.
        float Rounded(double bound, int valueBelow) => Math.Max((float)bound, float.BitIncrement(distinct[valueBelow].Value));
    }

    /// <summary>How far around a value counts as that value.</summary>
    private static double Reach((float Value, int Rows)[] distinct) =>
        distinct.All(value => value.Value == MathF.Round(value.Value)) ? 0.5
        : distinct.Length == 1 ? 1e-6 * Math.Abs(distinct[0].Value)
        : distinct.Zip(distinct.Skip(1), (lower, higher) => (double)higher.Value - lower.Value).Min() / 2;
}
