using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Likelihood
{
    /// <summary>
    /// One categorical distribution over all slots, which are the one-hot values of a single category: at most one of them is 1,
    /// the others are 0.
    /// </summary>
    /// <remarks>
    /// A row whose slots are all 0 has a category that training did not see. It counts as improbable: its probability is 1 in
    /// (rows trained on + 1), or 1 in 1,001 if the likelihood is not fitted to rows.
    /// Bishop 2006, 'Pattern recognition and machine learning', section 4.3.4.
    /// </remarks>
    public static Likelihood Categorical { get; } = new CategoricalLikelihood();
}

/// <summary>
/// A categorical distribution with the decoder's outputs plus <see cref="LogShares"/> as logits l, so that the decoder starts at
/// the shares of the rows:
/// ln p = Σ x (l - ln Σ exp(l)) + (1 - Σ x) · <see cref="UnseenLogProbability"/>. Each slot has its own term of the first sum
/// and a part of the rest as large as its probability.
/// </summary>
internal sealed record CategoricalLikelihood : Likelihood
{
    private const double RowsIfNotFitted = 1000;

    /// <summary>ln of the probability of a category that training did not see, in nats.</summary>
    public double UnseenLogProbability { get; init; } = -Math.Log(RowsIfNotFitted + 1);

    /// <summary>
    /// ln of the categories' shares of the rows, [D], where each category has one row more. Default: 0, for equal shares.
    /// </summary>
    public NumberList LogShares { get; init; } = new(0);

    public override double Min => 0;

    public override double Max => 1;

    public override bool IsDiscrete => true;

    public override Likelihood Fitted(SlotValues values)
    {
        float[] sums = new float[values.Of(0).Length];
        for (int slot = 0; slot < values.Slots; slot++)
        {
            float[] column = values.Of(slot);
            for (int row = 0; row < sums.Length; row++)
            {
                Check(column[row] is 0 or 1, $"a slot holds {OptionRule.Text(column[row])}");
                sums[row] += column[row];
                Check(sums[row] <= 1, "a row has 1 in two slots");
            }
        }

        double[] counts = [.. Enumerable.Range(0, values.Slots).Select(slot => 1.0 + values.Of(slot).Sum())];
        return this with
        {
            UnseenLogProbability = -Math.Log(sums.Length + 1),
            LogShares = new NumberList(counts.Select(count => Math.Log(count / counts.Sum()))),
        };

        static void Check(bool keepsTheRule, string what)
        {
            if (!keepsTheRule)
            {
                throw new ArgumentException(
                    $"Likelihood.Categorical needs 0 or 1 in each slot and at most one 1 in a row, but {what}. Encode the "
                        + "category by OneHotEncoding, or use another likelihood.");
            }
        }
    }

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        T logProbabilities = LogProbabilities(ops, output); // [rows, D]
        T unseen = ops.Multiply(ops.Subtract(ops.Number(1), ops.RowSum(x)), ops.Number(UnseenLogProbability)); // [rows, 1]
        return ops.Add(ops.Multiply(x, logProbabilities), ops.Multiply(ops.Exp(logProbabilities), unseen));
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) =>
        ops.Exp(LogProbabilities(ops, output));

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        var drawn = new double[output.Length];
        double[] logits = [.. output.Zip(LogShares.ForSlots(output.Length), (value, logShare) => value + logShare)];
        drawn[RandomDraw.Category(logits, random)] = 1;
        return drawn;
    }

    private T LogProbabilities<T>(ITensorOps<T> ops, T output)
    {
        T logits = ops.Add(output, ops.Vector(LogShares.ForSlots(ops.Width(output)))); // [rows, D]
        return ops.Subtract(logits, ops.RowLogSumExp(logits));
    }
}
