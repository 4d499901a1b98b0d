namespace VaeTransforms.Analysis;

/// <summary>The lower triangular L of a covariance matrix L Lᵀ, which may be singular: a direction without variance is left out.</summary>
/// <remarks>Cholesky's algorithm, with pivots that are nothing but rounding taken as 0.</remarks>
internal sealed class CovarianceFactor
{
    private readonly double[][] _lower;

    /// <param name="covariance">[K][K], symmetric, no eigenvalue below 0 but for rounding.</param>
    public CovarianceFactor(IReadOnlyList<IReadOnlyList<double>> covariance)
    {
        int size = covariance.Count;
        _lower = [.. Enumerable.Range(0, size).Select(_ => new double[size])];
        for (int j = 0; j < size; j++)
        {
            double pivot = covariance[j][j] - Dot(j, j, j);
            if (!(pivot > 1e-9 * covariance[j][j]))
            {
                continue;
            }

            Rank++;
            _lower[j][j] = Math.Sqrt(pivot);
            for (int i = j + 1; i < size; i++)
            {
                _lower[i][j] = (covariance[i][j] - Dot(i, j, j)) / _lower[j][j];
            }
        }
    }

    /// <summary>Directions with variance.</summary>
    public int Rank { get; private set; }

    /// <summary>ln det; negative infinity for a singular matrix.</summary>
    public double LogDeterminant => 2 * Enumerable.Range(0, _lower.Length).Sum(j => Math.Log(_lower[j][j]));

    /// <summary>L⁻¹ x: coordinates in which the covariance is I, and 0 where there is no variance.</summary>
    /// <param name="x">[K].</param>
    /// <param name="whitened">[K], is written.</param>
    public void Whiten(ReadOnlySpan<double> x, Span<float> whitened)
    {
        Span<double> solution = x.Length <= 256 ? stackalloc double[x.Length] : new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double rest = x[i];
            for (int j = 0; j < i; j++)
            {
                rest -= _lower[i][j] * solution[j];
            }

            solution[i] = _lower[i][i] > 0 ? rest / _lower[i][i] : 0;
            whitened[i] = (float)solution[i];
        }
    }

    private double Dot(int i, int j, int length)
    {
        double sum = 0;
        for (int k = 0; k < length; k++)
        {
            sum += _lower[i][k] * _lower[j][k];
        }

        return sum;
    }
}
