using System.Numerics.Tensors;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace VaeTransforms.Analysis;

/// <summary>The eigenvalues and eigenvectors of a correlation matrix, which may be singular.</summary>
/// <remarks>
/// The eigenvalues of the correlation matrix do not depend on the scale of the dimensions, so one limit separates
/// variance from rounding. Cholesky's algorithm would fail on a singular matrix.
/// </remarks>
internal sealed class CorrelationSpectrum
{
    // The eigenvalues sum to K. Smaller ones are rounding.
    private const double MinEigenvalue = 1e-9;

    private readonly double[] _eigenvalues;
    private readonly double[][] _whitening;

    /// <param name="covariance">[K][K], symmetric; no eigenvalue below 0 except by rounding.</param>
    public CorrelationSpectrum(double[][] covariance)
    {
        int size = covariance.Length;
        double[] scales = [.. covariance.Select((row, i) => row[i] > 0 && double.IsFinite(row[i]) ? 1 / Math.Sqrt(row[i]) : 0)];
        Evd<double> spectrum = Matrix<double>.Build
            .Dense(size, size, (i, j) => scales[i] > 0 && scales[j] > 0 ? covariance[i][j] * scales[i] * scales[j] : 0)
            .Evd(Symmetricity.Symmetric);
        _eigenvalues = [.. spectrum.EigenValues.Select(value => value.Real)];
        _whitening = [.. _eigenvalues.Select((value, i) => value > MinEigenvalue
            ? scales.Select((scale, j) => spectrum.EigenVectors[j, i] * scale / Math.Sqrt(value)).ToArray()
            : new double[size])];
    }

    /// <summary>The number of directions with variance, from 0 to K.</summary>
    public int Rank => _eigenvalues.Count(value => value > MinEigenvalue);

    /// <summary>ln of the determinant of the correlation matrix; negative infinity if it is singular.</summary>
    public double LogDeterminant => Rank < _eigenvalues.Length ? double.NegativeInfinity : _eigenvalues.Sum(Math.Log);

    /// <summary>Changes to coordinates in which the covariance is I. Directions without variance become 0.</summary>
    /// <param name="x">[K], a difference from the mean.</param>
    /// <param name="whitened">[K], written. Its length is the Mahalanobis distance of <paramref name="x"/>.</param>
    public void Whiten(ReadOnlySpan<double> x, Span<float> whitened)
    {
        for (int i = 0; i < whitened.Length; i++)
        {
            whitened[i] = (float)TensorPrimitives.Dot(_whitening[i], x);
        }
    }
}
