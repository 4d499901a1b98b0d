using VaeTransforms.Numerics;

namespace VaeTransforms.Formulas;

/// <summary>
/// Learns how a feature's values are distributed: a center, a scale, and the knots of a <see cref="QuantileMap"/>.
/// </summary>
/// <remarks>
/// Each knot is a value that occurs, at the place that the middle of its ranks has in a standard normal distribution, so equal
/// values share one place and the farthest row trained on is as far out as a normal one would be. Beyond it the map
/// continues the line from the median through it: a value k times as far from the median has k times its place.
/// </remarks>
internal static class QuantileLearning
{
    // Of a value in scales, and of its place: below, slopes would leave the range of Single, or their inverses would.
    private const float MinStep = 1e-6f;
    private const float MinRise = 1e-4f;

    // How many scales away a value may be for slopes, and their inverses, to stay within the range of Single.
    private const double MaxScales = 1e30;

    // Evenly spaced places; an odd number, so that the median is one.
    private const int Places = QuantileMap.Bends - 1;

    // An interquartile range of a normal distribution is this many of its standard deviations.
    private const double QuartileSpan = 1.3489795003921634;

    /// <summary>Center and scale: the median, and the interquartile range as a standard deviation.</summary>
    /// <param name="sorted">At least one value, upwards.</param>
    /// <param name="deviation">The standard deviation, taken where half of all values are equal.</param>
    public static (float Offset, double Spread) Scale(ReadOnlySpan<float> sorted, double deviation)
    {
        float median = sorted[(sorted.Length - 1) / 2];
        double quartiles = ((double)sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / QuartileSpan;
        double farthest = Math.Max((double)sorted[^1] - median, (double)median - sorted[0]);
        return (median, Math.Max(quartiles > 0 ? quartiles : deviation, farthest / MaxScales));
    }

    /// <summary>Writes the knots of one feature.</summary>
    /// <param name="sorted">Its values, centered and scaled, upwards; at least one.</param>
    /// <param name="values">[<see cref="QuantileMap.Knots"/>].</param>
    /// <param name="normal">[<see cref="QuantileMap.Knots"/>].</param>
    public static void Learn(ReadOnlySpan<float> sorted, Span<float> values, Span<float> normal)
    {
        List<Knot> knots = Spaced(Candidates(sorted));
        Knot first = knots[0];
        Knot last = knots[^1];
        Knot center = knots.MinBy(knot => Math.Abs(knot.Normal));

        // Where the median is itself the farthest value, the line through both ends has to do, and of one value any line.
        bool isSingle = knots.Count == 1;
        Knot below = isSingle ? new(first.Value - 1, first.Normal - 1) : first.BeyondFrom(center == first ? last : center);
        Knot above = isSingle ? new(last.Value + 1, last.Normal + 1) : last.BeyondFrom(center == last ? first : center);
        knots = [below, .. knots, above];
        for (int i = 0; i < QuantileMap.Knots; i++)
        {
            Knot knot = knots[Math.Min(i, knots.Count - 1)];
            values[i] = knot.Value;
            normal[i] = knot.Normal;
        }
    }

    /// <summary>All distinct values where there are few; otherwise those nearest to evenly spaced places.</summary>
    private static List<Knot> Candidates(ReadOnlySpan<float> sorted)
    {
        var knots = new List<Knot>();
        for (int start = 0; start < sorted.Length && knots.Count <= QuantileMap.Bends;)
        {
            Knot knot = At(sorted, start, out start);
            knots.Add(knot);
        }

        if (knots.Count <= QuantileMap.Bends)
        {
            return knots;
        }

        knots.Clear();
        double end = StandardNormal.Quantile(1 - (0.5 / sorted.Length));
        for (int i = 0; i < Places; i++)
        {
            double probability = StandardNormal.ProbabilityBelow(end * ((2.0 * i / (Places - 1)) - 1));
            Knot knot = At(sorted, Math.Clamp((int)(probability * sorted.Length), 0, sorted.Length - 1), out _);
            if (knots.Count == 0 || knot.Value > knots[^1].Value)
            {
                knots.Add(knot);
            }
        }

        return knots;
    }

    /// <summary>The value at a rank, at the place of the middle of the ranks that are equal to it.</summary>
    private static Knot At(ReadOnlySpan<float> sorted, int rank, out int next)
    {
        float value = sorted[rank];
        int start = FirstNot(sorted, other => other < value);
        next = FirstNot(sorted, other => other <= value);
        return new Knot(value, (float)StandardNormal.Quantile((start + (double)next) / 2 / sorted.Length));
    }

    private static int FirstNot(ReadOnlySpan<float> sorted, Func<float, bool> isBefore)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = isBefore(sorted[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Without knots that lie too close to the one before; the last one stays.</summary>
    private static List<Knot> Spaced(List<Knot> candidates)
    {
        Knot last = candidates[^1];
        var knots = new List<Knot> { candidates[0] };
        foreach (Knot knot in candidates.Skip(1))
        {
            if (knot.IsClearOf(knots[^1]) && (knot == last || last.IsClearOf(knot)))
            {
                knots.Add(knot);
            }
        }

        return knots;
    }

    private readonly record struct Knot(float Value, float Normal)
    {
        public bool IsClearOf(Knot lower) =>
            Value - lower.Value >= MinStep * Math.Max(1, Math.Abs(Value)) && Normal - lower.Normal >= MinRise;

        /// <summary>As far beyond this one as this one is from another.</summary>
        public Knot BeyondFrom(Knot other) => new((2 * Value) - other.Value, (2 * Normal) - other.Normal);
    }
}
