using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace VaeTransforms.Plots.Inputs;

/// <summary>The plane of the first two principal components of some points, through their mean.</summary>
internal sealed class PrincipalPlane
{
    private readonly double[] _mean;
    private readonly double[][] _axes;

    private PrincipalPlane(double[] mean, double[][] axes, double[] shares)
    {
        _mean = mean;
        _axes = axes;
        Shares = shares;
    }

    /// <summary>[2], the shares of the total variance along both axes, in [0, 1].</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Computes the plane from the eigenvectors of the covariance.</summary>
    /// <param name="points">[n], each [K], K from 2.</param>
    public static PrincipalPlane Of(IReadOnlyList<float[]> points)
    {
        int size = points[0].Length;
        double[] mean = [.. Enumerable.Range(0, size).Select(j => points.Average(point => (double)point[j]))];
        Matrix<double> covariance = Matrix<double>.Build.Dense(size, size, (i, j) =>
            points.Sum(point => (point[i] - mean[i]) * (point[j] - mean[j])) / points.Count);
        Evd<double> parts = covariance.Evd(Symmetricity.Symmetric);
        double all = parts.EigenValues.Sum(value => value.Real);

        // Eigenvalues come in ascending order.
        int[] largest = [size - 1, size - 2];
        return new PrincipalPlane(
            mean,
            Array.ConvertAll(largest, i => Directed(parts.EigenVectors.Column(i).ToArray())),
            Array.ConvertAll(largest, i => all > 0 ? Math.Max(0, parts.EigenValues[i].Real) / all : 0));
    }

    /// <summary>The coordinates of a point, [K], along both axes, relative to the mean of the points.</summary>
    public (double X, double Y) Project(float[] point)
    {
        return (Along(_axes[0]), Along(_axes[1]));

        double Along(double[] axis) => axis.Select((part, j) => part * (point[j] - _mean[j])).Sum();
    }

    // An eigenvector has two directions. The one whose largest part is positive makes equal data give equal pictures.
    private static double[] Directed(double[] axis) =>
        axis.MaxBy(Math.Abs) < 0 ? Array.ConvertAll(axis, part => -part) : axis;
}
