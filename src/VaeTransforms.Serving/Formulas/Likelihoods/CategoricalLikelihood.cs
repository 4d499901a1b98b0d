using VaeTransforms.Formulas;
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
/// Categorical distributions with the decoder's outputs plus <see cref="LogShares"/> as logits l, so that the decoder starts at
/// the shares of the rows. For each category, with sums over its slots:
/// ln p = Σ x (l - ln Σ exp(l)) + (1 - Σ x) · <see cref="UnseenLogProbabilities"/>. Each slot has its own term of the first sum
/// and a part of the rest as large as its probability.
/// </summary>
/// <remarks>
/// Sums over the slots of all G categories are one product with a matrix [D, G] of 0 and 1, whatever the sizes, and a product
/// with the transposed matrix gives each slot the value of its category.
/// </remarks>
internal sealed record CategoricalLikelihood : Likelihood
{
    private const double RowsIfNotFitted = 1000;

    // exp of it and sums of many such exponentials are far from the limits of single precision. A probability of exp(-60) means
    // nothing, so the bound costs nothing; subtracting the largest logit of each category would.
    private const double MaxLogit = 30;

    /// <summary>How many adjacent slots each category has, [G]. Default: one category has all slots.</summary>
    public NumberList? Sizes
    {
        get;
        init => field = OptionRule.Check(
            value,
            value is null || value.Lent().All(size => size is >= 1 and <= int.MaxValue && size == Math.Floor(size)),
            "must be whole numbers from 1.");
    }

    /// <summary>ln of the probability of a value that training did not see, [G], in nats.</summary>
    public NumberList UnseenLogProbabilities { get; init; } = new(-Math.Log(RowsIfNotFitted + 1));

    /// <summary>
    /// ln of the shares of the rows, [D], where each slot has one row more. Default: 0, for equal shares.
    /// </summary>
    public NumberList LogShares { get; init; } = new(0);

    public override double Min => 0;

    public override double Max => 1;

    public override bool IsDiscrete => true;

    public override Likelihood Fitted(SlotValues values)
    {
        double[][] counts = [.. Ranges(values.Slots).Select(range => Counts(values.Part(range.Start, range.Size)))];
        double[] rows = [.. Ranges(values.Slots).Select(range => (double)values.Of(range.Start).Length)];
        return this with
        {
            UnseenLogProbabilities = new NumberList(rows.Select(count => -Math.Log(count + 1))),
            LogShares = new NumberList(counts.SelectMany(category => category.Select(count => Math.Log(count / category.Sum())))),
        };
    }

    public override T LogDensity<T>(ITensorOps<T> ops, T x, T output, IReadOnlyDictionary<string, T> weights)
    {
        var sums = new CategorySums<T>(ops, Ranges(ops.Width(x)));
        T logProbabilities = LogProbabilities(ops, output, sums); // [rows, D]
        T isUnseen = ops.Subtract(ops.Number(1), sums.Of(x)); // [rows, G]
        T unseen = sums.ForSlots(ops.Multiply(isUnseen, ops.Vector(UnseenLogProbabilities.ForSlots(sums.Count)))); // [rows, D]
        return ops.Add(ops.Multiply(x, logProbabilities), ops.Multiply(ops.Exp(logProbabilities), unseen));
    }

    public override T Mean<T>(ITensorOps<T> ops, T output, IReadOnlyDictionary<string, T> weights) =>
        ops.Exp(LogProbabilities(ops, output, new CategorySums<T>(ops, Ranges(ops.Width(output)))));

    public override double[] Draw(double[] output, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        var drawn = new double[output.Length];
        double[] logits =
        [
            .. output.Zip(
                LogShares.ForSlots(output.Length), (value, logShare) => Math.Clamp(value + logShare, -MaxLogit, MaxLogit)),
        ];
        foreach ((int start, int size) in Ranges(output.Length))
        {
            drawn[start + RandomDraw.Category(logits.AsSpan(start, size), random)] = 1;
        }

        return drawn;
    }

    internal override int UniformsPerSlot => 1;

    /// <remarks>The uniform number of a category is that of its first slot.</remarks>
    internal override T Drawn<T>(
        ITensorOps<T> ops, T output, IReadOnlyList<T> uniforms, IReadOnlyDictionary<string, T> weights)
    {
        List<(int Start, int Size)> ranges = Ranges(ops.Width(output));
        var sums = new CategorySums<T>(ops, ranges);
        int[] places = [.. ranges.SelectMany(range => Enumerable.Range(0, range.Size))];
        double[] firsts = Array.ConvertAll(places, place => place == 0 ? 1.0 : 0);
        double[] lasts = [.. firsts.Skip(1), 1]; // before the first of the next
        T uniform = sums.ForSlots(sums.Of(ops.Multiply(uniforms[0], ops.Vector(firsts)))); // [rows, D]
        return ChosenPlace<T>.Of(ops, ops.Exp(LogProbabilities(ops, output, sums)), uniform, places, lasts).Indicator;
    }

    internal override int Distributions(int slots) => Sizes?.Count ?? 1;

    /// <summary>How many rows have each slot of one category, and one more.</summary>
    private static double[] Counts(SlotValues values)
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

        return [.. Enumerable.Range(0, values.Slots).Select(slot => 1.0 + values.Of(slot).Sum())];

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

    private T LogProbabilities<T>(ITensorOps<T> ops, T output, CategorySums<T> sums)
    {
        T shifted = ops.Add(output, ops.Vector(LogShares.ForSlots(ops.Width(output)))); // [rows, D]
        T logits = ops.Clamp(shifted, -MaxLogit, MaxLogit);
        return ops.Subtract(logits, sums.ForSlots(ops.Log(sums.Of(ops.Exp(logits)))));
    }

    /// <summary>The slots of each category, [G].</summary>
    private List<(int Start, int Size)> Ranges(int slots)
    {
        List<(int Start, int Size)> ranges = [];
        int start = 0;
        foreach (double size in Sizes?.Lent() ?? [slots])
        {
            ranges.Add((start, (int)size));
            start += (int)size;
        }

        return start == slots
            ? ranges
            : throw new ArgumentException(
                $"Categories with {OptionRule.Text(start)} slots do not fit {OptionRule.Text(slots)} slots. Fit the likelihood "
                    + "to rows of that many slots.");
    }

    /// <summary>Sums over the slots of categories.</summary>
    private sealed class CategorySums<T>(ITensorOps<T> ops, List<(int Start, int Size)> ranges)
    {
        private readonly int _slots = ranges.Sum(range => range.Size);

        /// <summary>G.</summary>
        public int Count => ranges.Count;

        /// <summary>From [rows, D] to [rows, G].</summary>
        public T Of(T a) => ops.Affine(
            a, ops.Matrix(Members((slot, category) => (slot * Count) + category), Count), Zeros(Count));

        /// <summary>From [rows, G] to [rows, D].</summary>
        public T ForSlots(T a) =>
            ops.Affine(a, ops.Matrix(Members((slot, category) => (category * _slots) + slot), _slots), Zeros(_slots));

        private T Zeros(int width) => ops.Vector(new double[width]);

        private double[] Members(Func<int, int, int> place)
        {
            var members = new double[_slots * Count];
            foreach ((int category, (int start, int size)) in ranges.Index())
            {
                for (int slot = start; slot < start + size; slot++)
                {
                    members[place(slot, category)] = 1;
                }
            }

            return members;
        }
    }
}
