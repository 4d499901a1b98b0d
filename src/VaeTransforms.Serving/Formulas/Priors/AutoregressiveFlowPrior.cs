using VaeTransforms.Formulas;
using VaeTransforms.Model;
using VaeTransforms.Numerics;

namespace VaeTransforms;

public abstract partial record Prior
{
    /// <summary>
    /// N(0, I), bent by invertible steps that are learned with the network, so that the prior takes the shape that codes have.
    /// An inverse autoregressive flow as posterior, whose steps do not see the row, has the same bound: see the remarks.
    /// </summary>
    /// <param name="steps">The number of steps, from 1 to 16. Default: 2.</param>
    /// <param name="units">Hidden units of each step, from 1 to 4,096. Default: 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <remarks>
    /// <para>
    /// A step turns z into (z_j - m_j) · exp(-s_j), where m_j and s_j are computed from the latent dimensions before j by one
    /// hidden layer with masks. The order of dimensions reverses from step to step. What comes out of the last step is N(0, I);
    /// the density of z is exact. At the start of training every step is the identity. With one latent dimension a step can
    /// only shift and scale.
    /// </para>
    /// <para>
    /// An inverse autoregressive flow puts the same steps f behind the encoder: z' = f(z) with z from N(mean, diag variance), and
    /// the prior of z' is N(0, I). The ELBO of a decoder of z' is the one here for the same decoder of f(z), term by term,
    /// because ln q(z'|x) - ln N(z') = ln q(z|x) - ln p(z). Here the decoder takes z itself, and the code of a row is the mean of
    /// a Gaussian. The steps do not see the row; those of Kingma and others do.
    /// </para>
    /// <para>
    /// Training estimates the KL divergence at the drawn z, as ln q(z|x) - ln p(z), and so does the ELBO of held-out rows. Scores
    /// and columns use its mean over 16 fixed points of each posterior, in which nothing is random. It is an estimate, not a
    /// bound, and exact where the steps are the identity. A row costs 16 passes through the steps besides. A sample costs a pass
    /// for each latent dimension.
    /// </para>
    /// <para>
    /// Kingma and others 2016, 'Improved variational inference with inverse autoregressive flow'; Chen and others 2017,
    /// 'Variational lossy autoencoder', section 3.2, for the equivalence; Papamakarios and others 2017, 'Masked autoregressive
    /// flow for density estimation', for the steps; Germain and others 2015, 'MADE', for the masks.
    /// </para>
    /// </remarks>
    public static Prior AutoregressiveFlow(int steps = 2, int units = 32) => new AutoregressiveFlowPrior(steps, units);
}

/// <summary>ln p(z) = ln N(f(z)) - Σ s, where f is the steps one after the other.</summary>
/// <param name="Steps">How many.</param>
/// <param name="Units">Hidden units of each.</param>
internal sealed record AutoregressiveFlowPrior(int Steps, int Units) : Prior
{
    private const double LogTwoPi = 1.8378770664093453;

    // A step scales by at most e² = 7.4 either way: enough for any bend, and no value of a row far off leaves Single's range.
    private const double MaxLogScale = 2;

    // Of which half are the others with another sign.
    private const int Points = 16;

    public int Steps { get; } = OptionRule.Check(
        Steps, Steps is >= 1 and <= 16, "must be from 1 to 16; without steps use Prior.StandardNormal.", "steps");

    public int Units { get; } = OptionRule.Check(Units, Units is >= 1 and <= 4096, "must be from 1 to 4096.", "units");

    public override string Name => $"AutoregressiveFlow({OptionRule.Text(Steps)}, {OptionRule.Text(Units)})";

    internal override bool IsSampledInTraining => true;

    internal override bool AveragesPoints => true;

    // What the outputs of a step are multiplied by starts at 0: the prior starts as N(0, I).
    public override IEnumerable<WeightShape> Weights(int latent, int inputs) => Enumerable.Range(0, Steps).SelectMany(
        step => new WeightShape[]
        {
            new(Named(step, "weight"), latent, Units) { StartSpread = 1 / Math.Sqrt(latent) },
            new(Named(step, "bias"), Units) { StartSpread = 1 / Math.Sqrt(latent) },
            new(Named(step, "output_weight"), Units, 2 * latent),
            new(Named(step, "output_bias"), 2 * latent),
        });

    /// <remarks>
    /// -H(q) less the mean of ln p over points mean + deviation · noise. The noise has a mean of 0 and a mean square of 1 in each
    /// dimension, so what is quadratic in single dimensions has no error: the whole of it where the steps are the identity.
    /// </remarks>
    public override T KlDivergence<T>(ITensorOps<T> ops, T mean, T logVariance, IReadOnlyDictionary<string, T> weights)
    {
        int latent = ops.Width(mean);
        T deviation = ops.Exp(ops.Multiply(ops.Number(0.5), logVariance)); // [rows, K]
        T offsets = ops.Multiply(ops.Tile(deviation, Points), ops.Vector(Noise(latent))); // [rows, points · K]
        T z = ops.Reshape(ops.Add(ops.Tile(mean, Points), offsets), latent); // [rows · points, K]
        T densities = ops.Reshape(LogDensity(ops, z, weights), Points); // [rows, points]
        T entropy = ops.RowSum(ops.Add(logVariance, ops.Number(1 + LogTwoPi)), 0.5); // [rows, 1]
        return ops.Multiply(ops.Number(-1), ops.Add(entropy, ops.RowMean(densities)));
    }

    public override T LogDensity<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights)
    {
        (T noise, T logScales) = Inverted(ops, z, weights); // [rows, K] each
        T square = ops.Add(ops.Multiply(noise, noise), ops.Number(LogTwoPi));
        return ops.RowSum(ops.Add(square, ops.Multiply(ops.Number(2), logScales)), -0.5);
    }

    /// <summary>f(z), which is N(0, I) where z is from the prior, and Σ s, which adds up to -ln |det df / dz|.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="z">[rows, K].</param>
    /// <param name="weights">The arrays of <see cref="Weights"/>, by their names.</param>
    /// <returns>[rows, K] each.</returns>
    internal (T Noise, T LogScales) Inverted<T>(ITensorOps<T> ops, T z, IReadOnlyDictionary<string, T> weights)
    {
        T sum = ops.Number(0);
        foreach (Step<T> step in Masked(ops, ops.Width(z), weights))
        {
            (T shift, T logScale) = step.Of(ops, z); // [rows, K] each
            z = ops.Multiply(ops.Subtract(z, shift), ops.Exp(ops.Subtract(ops.Number(0), logScale)));
            sum = ops.Add(sum, logScale);
        }

        return (z, sum);
    }

    /// <remarks>The steps backwards: a dimension follows from those before it.</remarks>
    public override float[] Draw(int latent, IReadOnlyDictionary<string, double[]> weights, Random random)
    {
        var ops = new ArrayOps();
        Step<ArrayValue>[] steps = [.. Masked(ops, latent, Weights(latent, latent).ToDictionary(
            shape => shape.Name, shape => new ArrayValue(weights[shape.Name], shape.Shape[^1])))];
        double[] z = [.. Enumerable.Range(0, latent).Select(_ => RandomDraw.Normal(random))];
        for (int step = Steps - 1; step >= 0; step--)
        {
            var inverse = new double[latent];
            foreach (int j in Enumerable.Range(0, latent).OrderBy(j => Order(step, j, latent)))
            {
                (ArrayValue shift, ArrayValue logScale) = steps[step].Of(ops, new ArrayValue(inverse, latent));
                inverse[j] = (z[j] * Math.Exp(logScale.Values[j])) + shift.Values[j];
            }

            z = inverse;
        }

        return Array.ConvertAll(z, value => (float)value);
    }

    private IEnumerable<Step<T>> Masked<T>(ITensorOps<T> ops, int latent, IReadOnlyDictionary<string, T> weights)
    {
        for (int step = 0; step < Steps; step++)
        {
            // A hidden unit sees dimensions up to its own order, and an output hidden units below its own.
            int[] inputs = [.. Enumerable.Range(0, latent).Select(j => Order(step, j, latent))];
            int[] units = [.. Enumerable.Range(0, Units).Select(unit => (int)((long)unit * (latent - 1) / Units))];
            double[] seen = [.. inputs.SelectMany(input => units.Select(unit => latent > 1 && unit >= input ? 1.0 : 0))];
            double[] used = [.. units.SelectMany(unit => inputs.Concat(inputs).Select(output => output > unit ? 1.0 : 0))];
            yield return new Step<T>(
                ops.Multiply(weights[Named(step, "weight")], ops.Matrix(seen, Units)),
                weights[Named(step, "bias")],
                ops.Multiply(weights[Named(step, "output_weight")], ops.Matrix(used, 2 * latent)),
                weights[Named(step, "output_bias")]);
        }
    }

    /// <summary>The place of a dimension in the order of a step, from 0.</summary>
    private static int Order(int step, int dimension, int latent) => step % 2 == 0 ? dimension : latent - 1 - dimension;

    private static string Named(int step, string array) => $"step{OptionRule.Text(step)}_{array}";

    /// <summary>The points of a posterior in its own units, [points · K].</summary>
    private static double[] Noise(int latent)
    {
        const int Half = Points / 2;
        var random = new Random(latent);
        double[] half = [.. Enumerable.Range(0, Half * latent).Select(_ => RandomDraw.Normal(random))];
        for (int j = 0; j < latent; j++)
        {
            double square = 0;
            for (int point = 0; point < Half; point++)
            {
                square += half[(point * latent) + j] * half[(point * latent) + j];
            }

            for (int point = 0; point < Half; point++)
            {
                half[(point * latent) + j] /= Math.Sqrt(square / Half);
            }
        }

        return [.. half, .. half.Select(value => -value)];
    }

    /// <summary>The network of a step, whose weights are 0 where a mask is.</summary>
    private sealed record Step<T>(T Weight, T Bias, T OutputWeight, T OutputBias)
    {
        /// <summary>m and s of z, [rows, K] each.</summary>
        public (T Shift, T LogScale) Of(ITensorOps<T> ops, T z)
        {
            int latent = ops.Width(z);
            T hidden = ops.Tanh(ops.Affine(z, Weight, Bias)); // [rows, units]
            T outputs = ops.Affine(hidden, OutputWeight, OutputBias); // [rows, 2 K]
            T scaled = ops.Multiply(ops.Number(1 / MaxLogScale), ops.Columns(outputs, latent, latent));
            return (ops.Columns(outputs, 0, latent), ops.Multiply(ops.Number(MaxLogScale), ops.Tanh(scaled)));
        }
    }
}
