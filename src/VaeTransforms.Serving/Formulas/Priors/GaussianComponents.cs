using VaeTransforms.Numerics;

namespace VaeTransforms.Formulas;

/// <summary>A mixture Σ_c w_c N(mean_c, diag exp(logVariance_c)) of C normal distributions.</summary>
/// <param name="Count">C.</param>
/// <param name="LogWeights">ln w_c: [C], or a number that all share.</param>
/// <param name="Means">One component after the other, [C · K].</param>
/// <param name="LogVariances">One component after the other, [C · K].</param>
internal sealed record GaussianComponents<T>(int Count, T LogWeights, T Means, T LogVariances)
{
    private const double LogTwoPi = 1.8378770664093453;

    /// <summary>
    /// An upper bound of KL(q || mixture) for q = N(mean, diag exp(logVariance)): -ln Σ_c w_c exp(-KL(q || component c)).
    /// </summary>
    /// <returns>Nats, [rows, 1].</returns>
    /// <remarks>
    /// By Jensen's inequality KL(q || mixture) is at most Σ_c γ_c (KL(q || component c) + ln γ_c - ln w_c) for any γ with a sum
    /// of 1: the KL divergence from q(z) γ to the joint distribution of z and c. The γ of <see cref="Shares"/> makes it smallest,
    /// and this is the minimum. It is exact where all components are the same, and for a q that is a point compared with them.
    /// Hershey and Olsen 2007, 'Approximating the Kullback Leibler divergence between Gaussian mixture models'.
    /// </remarks>
    public T KlBound(ITensorOps<T> ops, T mean, T logVariance) =>
        ops.Multiply(ops.Number(-1), ops.RowLogSumExp(LogShares(ops, mean, logVariance)));

    /// <summary>γ_c = w_c exp(-KL(q || component c)), divided by their sum.</summary>
    /// <returns>[rows, C].</returns>
    public T Shares(ITensorOps<T> ops, T mean, T logVariance)
    {
        T shares = LogShares(ops, mean, logVariance); // [rows, C]
        return ops.Exp(ops.Subtract(shares, ops.RowLogSumExp(shares)));
    }

    /// <summary>-ln q(c | x) of the components that labels name: the cross entropy of <see cref="Shares"/>.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="mean">[rows, K].</param>
    /// <param name="logVariance">[rows, K].</param>
    /// <param name="labels">The factor of a row at its component and 0 elsewhere, [rows, C]; all 0 without a label.</param>
    /// <returns>Nats times the factors, [rows, 1].</returns>
    /// <remarks>
    /// For a row whose component c is known, the KL divergence of q(z|x) from p(z, c) is <see cref="KlBound"/> - ln q(c|x): this
    /// term with the factor 1 makes the bound of ln p(x) one of ln p(x, c). A larger factor is a classification loss besides.
    /// Kingma and others 2014, 'Semi-supervised learning with deep generative models', equations 6 and 9.
    /// </remarks>
    public T Labeled(ITensorOps<T> ops, T mean, T logVariance, T labels)
    {
        T shares = LogShares(ops, mean, logVariance); // [rows, C]
        return ops.RowSum(ops.Multiply(labels, ops.Subtract(shares, ops.RowLogSumExp(shares))), -1);
    }

    /// <summary>ln Σ_c w_c N(z; component c), nats, [rows, 1].</summary>
    public T LogDensity(ITensorOps<T> ops, T z)
    {
        T constants = ops.Add(LogVariances, ops.Number(LogTwoPi)); // [C · K]
        T densities = ops.Multiply(ops.Number(-0.5), ops.GroupSum(ops.Add(Squares(ops, z, default), constants), Count));
        return ops.RowLogSumExp(ops.Add(densities, LogWeights));
    }

    /// <summary>ln w_c - KL(q || component c), [rows, C].</summary>
    private T LogShares(ITensorOps<T> ops, T mean, T logVariance)
    {
        T scaled = Squares(ops, mean, ops.Exp(logVariance)); // [rows, C · K]
        T ofComponents = ops.GroupSum(ops.Add(scaled, LogVariances), Count); // [rows, C]
        T own = ops.RowSum(ops.Add(logVariance, ops.Number(1))); // [rows, 1]
        T kl = ops.Multiply(ops.Number(0.5), ops.Subtract(ofComponents, own)); // [rows, C]
        return ops.Subtract(LogWeights, kl);
    }

    /// <summary>((x - mean_c)² + variance) / exp(logVariance_c), [rows, C · K].</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="x">[rows, K].</param>
    /// <param name="variance">[rows, K], or null for 0.</param>
    private T Squares(ITensorOps<T> ops, T x, T? variance)
    {
        T difference = ops.Subtract(ops.Tile(x, Count), Means); // [rows, C · K]
        T square = ops.Multiply(difference, difference); // [rows, C · K]
        T spread = variance is null ? square : ops.Add(square, ops.Tile(variance, Count)); // [rows, C · K]
        return ops.Multiply(spread, ops.Exp(ops.Multiply(ops.Number(-1), LogVariances)));
    }
}

/// <summary>Draws of such mixtures.</summary>
internal static class GaussianComponents
{
    /// <summary>Draws a latent vector of one component.</summary>
    /// <param name="component">Which, from 0.</param>
    /// <param name="latent">K.</param>
    /// <param name="means">[C · K].</param>
    /// <param name="logVariances">[C · K].</param>
    /// <param name="random">Advanced.</param>
    public static float[] Draw(int component, int latent, double[] means, double[] logVariances, Random random)
    {
        var z = new float[latent];
        StandardNormal.Fill(random, z);
        for (int i = 0, at = component * latent; i < latent; i++, at++)
        {
            z[i] = (float)(means[at] + (Math.Exp(logVariances[at] / 2) * z[i]));
        }

        return z;
    }
}
