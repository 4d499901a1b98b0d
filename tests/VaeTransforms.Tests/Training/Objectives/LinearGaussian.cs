using MathNet.Numerics.LinearAlgebra;

namespace VaeTransforms.Tests.Training.Objectives;

/// <summary>
/// A linear decoder with one latent dimension: x = w z + b + noise of variances v. Its posterior and ln p(x) have closed forms,
/// and a linear encoder can be the exact posterior.
/// </summary>
internal static class LinearGaussian
{
    private static readonly double[] W = [0.8, -1.2, 0.4];
    private static readonly double[] B = [0.3, -0.1, 0.6];
    private static readonly double[] V = [0.5, 0.8, 0.3];

    public static VaeArchitecture Architecture { get; } = TestModels.Architecture(3, 1, []);

    /// <summary>The network's weights.</summary>
    /// <param name="shift">Is added to the mean of the exact posterior.</param>
    /// <param name="spread">Multiplies its standard deviation.</param>
    public static double[] Parameters(double shift = 0, double spread = 1)
    {
        // Posterior precision 1 + Σ w² / v, mean Σ w (x - b) / v divided by it.
        double precision = 1 + W.Zip(V, (w, v) => w * w / v).Sum();
        double[] slopes = [.. W.Zip(V, (w, v) => w / v / precision)];
        double offset = shift - slopes.Zip(B, (slope, b) => slope * b).Sum();
        double logVariance = Math.Log(spread * spread / precision);
        return
        [
            .. slopes.SelectMany(slope => new[] { slope, 0 }), // heads.weight, [D, 2 K]
            offset, logVariance, // heads.bias
            .. W, // output.weight, [K, D]
            .. B,
            .. V.Select(variance => Math.Log(variance)), // the log-variances of the likelihood
        ];
    }

    /// <summary>The mean of ln p(x) over rows: x is normal with mean b and covariance w w' + diag v.</summary>
    /// <param name="x">[n, 3].</param>
    public static double LogEvidence(double[] x)
    {
        Vector<double> w = Vector<double>.Build.Dense(W);
        Matrix<double> covariance = w.OuterProduct(w) + Matrix<double>.Build.DenseOfDiagonalArray(V);
        return x.Chunk(3).Average(row =>
        {
            Vector<double> difference = Vector<double>.Build.Dense(row) - Vector<double>.Build.Dense(B);
            return -0.5 * ((3 * Math.Log(2 * Math.PI)) + Math.Log(covariance.Determinant())
                + (difference * covariance.Inverse() * difference));
        });
    }
}
