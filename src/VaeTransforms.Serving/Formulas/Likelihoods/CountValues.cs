using VaeTransforms.Formulas;
using VaeTransforms.Model;

namespace VaeTransforms;

/// <summary>What the likelihoods for counts have in common.</summary>
internal static class CountValues
{
    // exp of it is 160,000 times the mean of the rows, either way: far outside any useful rate.
    private const double MaxLogRatio = 12;

    // From here rejection takes less time than multiplication of uniform numbers.
    private const double RejectionStart = 10;

    private static readonly ArrayOps Arrays = new();

    /// <summary>The mean of each slot, [D], as if one row more held a count of 1.</summary>
    /// <exception cref="ArgumentException">A value is no count.</exception>
    public static NumberList Means(SlotValues values, string likelihood)
    {
        return new NumberList(Enumerable.Range(0, values.Slots).Select(slot => Mean(values.Of(slot))));

        double Mean(float[] counts)
        {
            double sum = 1;
            foreach (float count in counts)
            {
                if (!(count >= 0 && count == MathF.Round(count)))
                {
                    throw new ArgumentException(
                        $"Likelihood.{likelihood} needs counts, which are whole numbers from 0, but a value is "
                            + $"{OptionRule.Text(count)}. Use Likelihood.Binned, or Likelihood.LogNormal for amounts above 0.");
                }

                sum += count;
            }

            return sum / (counts.Length + 1);
        }
    }

    /// <summary>
    /// ln(1 + x), 0 where x is the mean of its slot. Rare counts, which are mostly 0, are divided by the root of their mean,
    /// about their standard deviation: so a rare word is not lost among thousands of others.
    /// </summary>
    public static T Encoded<T>(ITensorOps<T> ops, T x, NumberList means)
    {
        double[] ofSlots = means.ForSlots(ops.Width(x));
        T logMeans = ops.Vector([.. ofSlots.Select(mean => double.LogP1(mean))]); // [D]
        T deviations = ops.Vector([.. ofSlots.Select(mean => Math.Sqrt(Math.Min(mean, 1)))]); // [D]
        return ops.Divide(ops.Subtract(ops.Log1P(ops.Relu(x)), logMeans), deviations);
    }

    /// <summary>The logarithm of the expected count, which is exp(output) times the mean of the slot; [rows, D].</summary>
    public static T LogRate<T>(ITensorOps<T> ops, T output, NumberList means)
    {
        T logMeans = ops.Vector([.. means.ForSlots(ops.Width(output)).Select(mean => Math.Log(mean))]); // [D]
        return ops.Add(ops.Clamp(output, -MaxLogRatio, MaxLogRatio), logMeans);
    }

    /// <summary>The same for one slot, without the logarithm.</summary>
    public static double Rate(double output, double mean) => mean * Math.Exp(Math.Clamp(output, -MaxLogRatio, MaxLogRatio));

    /// <summary>A number of the Poisson distribution.</summary>
    /// <param name="rate">The mean, from 0.</param>
    /// <param name="random">Advanced.</param>
    /// <remarks>
    /// Hörmann 1993, 'The transformed rejection method for generating Poisson random variables', algorithm PTRS; for a small rate
    /// Knuth's product of uniform numbers.
    /// </remarks>
    public static double Draw(double rate, Random random)
    {
        if (rate < RejectionStart)
        {
            double product = 1 - random.NextDouble();
            int count = 0;
            for (double end = Math.Exp(-rate); product > end; count++)
            {
                product *= 1 - random.NextDouble();
            }

            return count;
        }

        double b = 0.931 + (2.53 * Math.Sqrt(rate));
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double squeeze = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = random.NextDouble() - 0.5;
            double v = 1 - random.NextDouble();
            double distance = 0.5 - Math.Abs(u);
            double count = Math.Floor((((2 * a / distance) + b) * u) + rate + 0.43);
            if (distance >= 0.07 && v <= squeeze)
            {
                return count;
            }

            if (count < 0 || (distance < 0.013 && v > distance))
            {
                continue;
            }

            double bound = Math.Log(v) + Math.Log(inverseAlpha) - Math.Log((a / (distance * distance)) + b);
            if (bound <= (count * Math.Log(rate)) - rate - LogGamma.Of(Arrays, new ArrayValue(count + 1)).Values[0])
            {
                return count;
            }
        }
    }
}
