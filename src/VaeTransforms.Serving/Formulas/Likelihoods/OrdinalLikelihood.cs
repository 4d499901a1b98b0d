using System.Globalization;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Levels in an order, such as answers from 1 to 5: the decoder gives a location for each slot, and learned thresholds,
    /// shared by all rows, cut the line into levels.
    /// </summary>
    /// <remarks>
    /// The levels are the distinct values of the rows trained on, of all slots together, at most 32. A number that is none of
    /// them has the probability 1 / (rows trained on + 1). Without rows to fit to, the levels are 0 and 1.
    /// McCullagh 1980, 'Regression models for ordinal data': cumulative logits with proportional odds.
    /// </remarks>
    public static Likelihood Ordinal { get; } = new OrdinalLikelihood();
}

/// <summary>
/// Cumulative logits with the decoder's output f as location: P(x ≤ level k) = sigmoid(t_k - f), where the thresholds
/// t_k = t_0 + Σ exp(log_gap) increase.
/// </summary>
internal sealed record OrdinalLikelihood : Likelihood
{
    private const int MaxLevels = 32;
    private const string Threshold = "threshold";

    // In place of the infinite thresholds beyond the first and the last level; sigmoid of it is exactly 1.
    private const double Infinite = 1e4;

    /// <summary>What the values can be, from the lowest to the highest.</summary>
    public NumberList Levels
    {
        get;
        init => field = OptionRule.Check(
            value,
            value.Count >= 2 && value.Lent().Zip(value.Lent().Skip(1)).All(pair => pair.First < pair.Second),
            "must be at least two numbers that increase.");
    }

        = new(0, 1);

    /// <summary>The mean of each slot, [D].</summary>
    public NumberList Centers { get; init; } = new(0.5);

    /// <summary>The standard deviation of each slot, [D].</summary>
    public NumberList Scales { get; init; } = new(0.5);

    /// <summary>ln of the probability of a value that is no level, in nats.</summary>
    public double UnseenLogProbability { get; init; } = -Math.Log(1001);

    public override bool HasOwnUnits => true;

    public override bool IsDiscrete => true;

    internal override bool SlotsShareOptions => true;

    public override IEnumerable<WeightShape> Weights(int slots) =>
    [
        // Thresholds start one apart, with 0 in the middle.
        new WeightShape(Threshold, slots) { Start = 1 - (Levels.Count / 2.0) },
        .. Enumerable.Range(1, Levels.Count - 2).Select(i => new WeightShape(LogGap(i), slots) { Min = -4, Max = 4 }),
    ];

    public override Likelihood Fitted(SlotValues values)
    {
        float[][] slots = [.. Enumerable.Range(0, values.Slots).Select(values.Of)];
        double[] levels = [.. slots.SelectMany(slot => slot).Distinct().Order().Select(value => (double)value)];
        if (levels.Length > MaxLevels)
        {
            throw new ArgumentException(
                $"Likelihood.Ordinal takes at most {OptionRule.Text(MaxLevels)} levels, but there are "
                    + $"{OptionRule.Text(levels.Length)} different values, from {OptionRule.Text(levels[0])} to "
                    + $"{OptionRule.Text(levels[^1])}. Use Likelihood.Binned.");
        }

        // One level has no threshold; a second one above it is never seen.
        levels = levels.Length switch
        {
            0 => [0, 1],
            1 => [levels[0], levels[0] + 1],
            _ => levels,
        };
        double[] centers = [.. slots.Select(slot => slot.Length == 0 ? 0 : slot.Average(value => (double)value))];
        return new OrdinalLikelihood
        {
            Levels = new NumberList(levels),
            Centers = new NumberList(centers),
            Scales = new NumberList(slots.Zip(centers, Deviation)),
            UnseenLogProbability = -Math.Log(slots[0].Length + 1),
        };

        static double Deviation(float[] slot, double center)
        {
            double variance = slot.Length == 0 ? 0 : slot.Average(value => (value - center) * (value - center));
            return variance > 0 ? Math.Sqrt(variance) : 1;
        }
    }

    public override T Encoded<T>(ITensorOps<T> ops, T x)
    {
        int slots = ops.Width(x);
        return ops.Divide(
            ops.Subtract(x, ops.Vector(Centers.ForSlots(slots))), ops.Vector(Scales.ForSlots(slots)));
    }

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        // The level next to x, and the thresholds around it, [rows, D].
        T level = ops.Number(Levels[0]);
        T below = ops.Number(-Infinite);
        IReadOnlyList<T> thresholds = Thresholds(ops, weights);
        T above = thresholds[0];
        double reach = double.PositiveInfinity;
        for (int i = 1; i < Levels.Count; i++)
        {
            T middle = ops.Number((Levels[i - 1] + Levels[i]) / 2);
            level = ops.WhereLess(x, middle, level, ops.Number(Levels[i]));
            below = ops.WhereLess(x, middle, below, thresholds[i - 1]);
            above = ops.WhereLess(x, middle, above, i < thresholds.Count ? thresholds[i] : ops.Number(Infinite));
            reach = Math.Min(reach, (Levels[i] - Levels[i - 1]) / 4);
        }

        // sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - exp(b - a)), which keeps its digits far out.
        T gap = ops.Log(ops.Multiply(ops.Number(-1), ops.ExpM1(ops.Subtract(below, above))));
        T losses = ops.Add(ops.Softplus(ops.Subtract(output, above)), ops.Softplus(ops.Subtract(below, output)));
        return ops.WhereLess(
            ops.Abs(ops.Subtract(x, level)), ops.Number(reach), ops.Subtract(gap, losses), ops.Number(UnseenLogProbability));
    }

    /// <remarks>Summed by parts: the highest level less each step between levels times the probability to lie below it.</remarks>
    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights)
    {
        T mean = ops.Number(Levels[Levels.Count - 1]);
        foreach ((int i, T threshold) in Thresholds(ops, weights).Index())
        {
            T probability = ops.Sigmoid(ops.Subtract(threshold, output)); // [rows, D]
            mean = ops.Subtract(mean, ops.Multiply(ops.Number(Levels[i + 1] - Levels[i]), probability));
        }

        return mean;
    }

    /// <remarks>A logistic number around the location, and the level between whose thresholds it lies.</remarks>
    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        return [.. output.Select(Level)];

        double Level(double location, int slot)
        {
            double uniform = 1 - random.NextDouble();
            double drawn = location + Math.Log(uniform / (1 - uniform));
            double threshold = weights[Threshold][slot];
            int level = 0;
            while (drawn > threshold && ++level < Levels.Count - 1)
            {
                threshold += Math.Exp(weights[LogGap(level)][slot]);
            }

            return Levels[level];
        }
    }

    internal override int UniformsPerSlot => 1;

    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        T odds = ops.Subtract(ops.Log(uniforms[0]), ops.Log(ops.Subtract(ops.Number(1), uniforms[0])));
        T drawn = ops.Add(output, odds); // [rows, D]
        T level = ops.Number(Levels[0]);
        foreach ((int i, T threshold) in Thresholds(ops, weights).Index())
        {
            level = ops.WhereLess(threshold, drawn, ops.Number(Levels[i + 1]), level);
        }

        return level;
    }

    internal override double[] MedianLevels(
        double[][] outputs, double[] shares, IReadOnlyDictionary<string, double[]> weights, bool[] wanted)
    {
        return [.. wanted.Select((isWanted, slot) => isWanted
            ? MixtureMedian.Of(Levels.Lent(), outputs, shares, Probabilities(slot))
            : double.NaN)];

        Action<double[], double[]> Probabilities(int slot) => (output, probabilities) =>
        {
            double threshold = weights[Threshold][slot];
            double below = 0;
            for (int level = 0; level < Levels.Count; level++)
            {
                threshold += level is 0 || level == Levels.Count - 1 ? 0 : Math.Exp(weights[LogGap(level)][slot]);
                double upTo = level == Levels.Count - 1 ? 1 : 1 / (1 + Math.Exp(output[slot] - threshold));
                probabilities[level] = upTo - below;
                below = upTo;
            }
        };
    }

    private static string LogGap(int place) => string.Create(CultureInfo.InvariantCulture, $"log_gap_{place}");

    /// <summary>[D] each.</summary>
    private List<T> Thresholds<T>(ITensorOps<T> ops, IReadOnlyDictionary<string, T> weights)
    {
        List<T> thresholds = [weights[Threshold]];
        for (int i = 1; i < Levels.Count - 1; i++)
        {
            thresholds.Add(ops.Add(thresholds[^1], ops.Exp(weights[LogGap(i)])));
        }

        return thresholds;
    }
}
