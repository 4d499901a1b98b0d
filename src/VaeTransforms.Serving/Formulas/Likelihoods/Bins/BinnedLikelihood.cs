using System.Collections.Concurrent;
using System.Numerics.Tensors;
using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// Histograms: for each slot the decoder gives the probabilities of bins. For numeric columns of any shape, with several
    /// peaks, long tails, or values that occur often.
    /// </summary>
    /// <param name="maxBins">Bins for each slot, from 2 to 256. Default: 32.</param>
    /// <remarks>
    /// <para>
    /// Bins hold about equally many of the rows trained on. A value with more rows than that is a bin of its own, with a
    /// probability and no density, and the other bins share the rest of the rows. So is every value where there are at most
    /// <paramref name="maxBins"/> and each occurs twice on average. A number counts as such a value within half of the smallest
    /// distance between two values trained on; for whole numbers that is ± 0.5. In any other bin the density is constant on
    /// either side of the mean of the values trained on, such that this is its mean.
    /// </para>
    /// <para>
    /// Values that training did not see are improbable. Beyond an outermost bin with n rows, the density is its probability /
    /// (n + 1), spread over an exponential tail with the width of the bin. A value between or beyond bins that are single values
    /// has the probability 1 / (rows trained on + 1), also divided by the slot's range if other bins have a density; beyond, it
    /// falls by one nat for each range.
    /// </para>
    /// <para>Without rows to fit to, the bins are those of the standard normal distribution.</para>
    /// <para>
    /// Theis, Oord and Bethge 2016, 'A note on the evaluation of generative models', section 3.1, on densities and atoms.
    /// Oord, Kalchbrenner and Kavukcuoglu 2016, 'Pixel recurrent neural networks', on a softmax over values.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static Likelihood Binned(int maxBins = 32) => new BinnedLikelihood(maxBins);
}

/// <summary>
/// Histograms with the decoder's outputs, B for each slot, plus the logarithms of the bins' shares of the rows as logits l:
/// ln p = l[b] - ln Σ exp(l) + ln density of x in its bin b. So the decoder starts at the histogram of the rows.
/// </summary>
/// <param name="MaxBins">The largest number of bins for a slot.</param>
internal sealed record BinnedLikelihood(int MaxBins) : Likelihood
{
    private const int RowsIfNotFitted = 1023;

    // No bin that is less probable is ever chosen by a uniform number in single precision.
    private const double SmallestShare = 1e-9;

    private static readonly ConcurrentDictionary<int, BinTable> Standards = [];

    public int MaxBins { get; } =
        OptionRule.Check(MaxBins, MaxBins is >= 2 and <= 256, "must be from 2 to 256; 32 is the default.", "maxBins");

    /// <summary>The bins of the slots, or of each slot. Null for those of a standard normal slot.</summary>
    public BinTable? Table { get; init; }

    public override string Name => $"Binned({OptionRule.Text(MaxBins)})";

    public override int OutputsPerSlot => Current.Bins;

    public override bool HasOwnUnits => true;

    private BinTable Current => Table ?? Standard(MaxBins);

    public override Likelihood Fitted(SlotValues values) => this with
    {
        Table = BinTable.Of([.. Enumerable.Range(0, values.Slots).Select(slot => SlotBins.Of(values.Of(slot), MaxBins))]),
    };

    /// <remarks>The empirical distribution function; for uniform values the variance is 1.</remarks>
    public override T Encoded<T>(ITensorOps<T> ops, T x)
    {
        BinConstants bins = Constants(ops.Width(x));
        T ramps = ops.Multiply(
            ops.Subtract(ops.Repeat(x, bins.Bins), ops.Vector(bins.Lower)), ops.Vector(bins.InverseWidths)); // [rows, D B]
        T shares = ops.Multiply(ops.Clamp(ramps, 0, 1), ops.Vector(bins.Shares));
        T below = ops.GroupSum(shares, bins.Slots); // [rows, D]
        return ops.Multiply(ops.Subtract(below, ops.Number(0.5)), ops.Number(Math.Sqrt(12)));
    }

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        BinConstants bins = Constants(ops.Width(x));
        T repeated = ops.Repeat(x, bins.Bins); // [rows, D B], as all up to the sum
        T shape = ops.WhereLess(
            repeated, ops.Vector(bins.Centers), ops.Vector(bins.GainBelowCenter), ops.Vector(bins.GainAboveCenter));
        T gain = ops.Add(LogProbabilities(ops, output, bins), shape);
        T fromStart = ops.WhereLess(repeated, ops.Vector(bins.Starts), ops.Number(0), gain);
        T inBin = ops.WhereLess(repeated, ops.Vector(bins.Ends), fromStart, ops.Number(0));
        T density = ops.Add(ops.GroupSum(inBin, bins.Slots), ops.Vector(bins.Unseen)); // [rows, D]
        return ops.Subtract(density, LossBeyond(ops, x, bins));
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights)
    {
        BinConstants bins = Constants(ops.Width(output) / OutputsPerSlot);
        T probabilities = ops.Exp(LogProbabilities(ops, output, bins)); // [rows, D B]
        return ops.GroupSum(ops.Multiply(probabilities, ops.Vector(bins.Centers)), bins.Slots);
    }

    /// <remarks>Draws lie within the range of the values trained on.</remarks>
    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        BinTable table = Current;
        return [.. Enumerable.Range(0, output.Length / table.Bins).Select(slot =>
        {
            double[] logits = [.. table.LogRows(slot).Select((logRows, bin) => output[(slot * table.Bins) + bin] + logRows)];
            return table.Draw(slot, RandomDraw.Category(logits, random), random);
        })];
    }

    internal override int UniformsPerSlot => 1;

    /// <remarks>The inverse of the distribution function: a bin, and in it a value from its lower bound to the upper.</remarks>
    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        int slots = ops.Width(uniforms[0]);
        var draws = new BinDraws(Current, slots);
        T probabilities = ops.Exp(LogProbabilities(ops, output, Constants(slots))); // [rows, D B], as all up to the sum
        T uniform = ops.Repeat(uniforms[0], Current.Bins);
        var chosen = ChosenPlace<T>.Of(ops, probabilities, uniform, draws.Places, draws.IsLast);
        T share = ops.Divide(ops.Subtract(uniform, chosen.Before), ops.Max(probabilities, ops.Number(SmallestShare)));
        T inBin = ops.Clamp(share, 0, 1);
        T below = ops.Add(ops.Vector(draws.Starts), ops.Multiply(inBin, ops.Vector(draws.SlopesBelow)));
        T fromCenter = ops.Subtract(inBin, ops.Vector(draws.SharesBelow));
        T above = ops.Add(ops.Vector(draws.Centers), ops.Multiply(fromCenter, ops.Vector(draws.SlopesAbove)));
        T value = ops.WhereLess(inBin, ops.Vector(draws.SharesBelow), below, above);
        return ops.GroupSum(ops.Multiply(chosen.Indicator, value), slots); // [rows, D]
    }

    internal override double[] MedianLevels(
        double[][] outputs, double[] shares, IReadOnlyDictionary<string, double[]> weights, bool[] wanted)
    {
        BinTable table = Current;
        return [.. wanted.Select((isWanted, slot) => isWanted && table.Levels(slot) is { } levels
            ? MixtureMedian.Of(levels, outputs, shares, Probabilities(slot))
            : double.NaN)];

        Action<double[], double[]> Probabilities(int slot)
        {
            double[] logRows = [.. table.LogRows(slot)];
            return (output, probabilities) =>
            {
                TensorPrimitives.Add(output.AsSpan(slot * table.Bins, logRows.Length), logRows, probabilities);
                TensorPrimitives.SoftMax<double>(probabilities, probabilities);
            };
        }
    }

    internal override double[] SlotDeviations(int slots)
    {
        BinConstants bins = Constants(slots);
        return [.. Enumerable.Range(0, slots).Select(slot => bins.Deviation(slot) is > 0 and var deviation ? deviation : 1)];
    }

    private static BinTable Standard(int maxBins) => Standards.GetOrAdd(maxBins, count => BinTable.Of(
    [
        SlotBins.Of(
            [.. Enumerable.Range(1, RowsIfNotFitted).Select(i => (float)StandardNormal.Quantile(i / (RowsIfNotFitted + 1.0)))],
            count),
    ]));

    /// <summary>How much less likely a value is for being outside of all values trained on; [rows, D], nats.</summary>
    private static T LossBeyond<T>(ITensorOps<T> ops, T x, BinConstants bins)
    {
        T low = ops.Vector(bins.Low);
        T high = ops.Vector(bins.High);
        T distance = ops.Add(
            ops.Multiply(ops.Relu(ops.Subtract(low, x)), ops.Vector(bins.InverseLowTail)),
            ops.Multiply(ops.Relu(ops.Subtract(x, high)), ops.Vector(bins.InverseHighTail)));
        T step = ops.Add(
            ops.WhereLess(x, low, ops.Vector(bins.LossBelowLow), ops.Number(0)),
            ops.WhereLess(x, high, ops.Number(0), ops.Vector(bins.LossAboveHigh)));
        return ops.Add(distance, step);
    }

    /// <summary>The softmax of each slot, [rows, D B].</summary>
    private static T LogProbabilities<T>(ITensorOps<T> ops, T output, BinConstants bins)
    {
        T logits = ops.Add(output, ops.Vector(bins.LogShares));
        return ops.Subtract(logits, ops.Repeat(ops.GroupLogSumExp(logits, bins.Slots), bins.Bins));
    }

    private BinConstants Constants(int slots) => new(Current, slots);
}
