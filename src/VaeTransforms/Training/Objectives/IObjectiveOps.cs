namespace VaeTransforms.Training;

/// <summary>The operations across the rows of a batch, which only objectives need.</summary>
/// <remarks>
/// A value of pairs is [n · n, width]: row i · n + j belongs to rows i and j of a batch of n. A value of samples is [n · k,
/// width]: row i · k + s belongs to sample s of row i.
/// </remarks>
internal interface IObjectiveOps<T> : ITensorOps<T>
{
    /// <summary>The mean over all rows.</summary>
    /// <param name="a">[rows, width], also of pairs or samples.</param>
    /// <returns>[width].</returns>
    T BatchMean(T a);

    /// <summary>Each row for each of its samples.</summary>
    /// <param name="a">[n, width].</param>
    /// <param name="samples">k, from 1.</param>
    /// <returns>[n · k, width].</returns>
    T ToSamples(T a, int samples);

    /// <summary>ln of the mean of exp(a) over the samples of each row, without overflow.</summary>
    /// <param name="a">[n · k, width].</param>
    /// <param name="samples">k, from 1.</param>
    /// <returns>[n, width].</returns>
    T SamplesLogMeanExp(T a, int samples);

    /// <summary>The first row of each pair.</summary>
    /// <param name="a">[n, width].</param>
    /// <returns>[n · n, width].</returns>
    T FirstOfPairs(T a);

    /// <summary>The second row of each pair.</summary>
    /// <param name="a">[n, width].</param>
    /// <returns>[n · n, width].</returns>
    T SecondOfPairs(T a);

    /// <summary>
    /// ln of the weighted mean of exp(a) over the second rows of the pairs of each first row. The pair of a row with itself has
    /// the weight <paramref name="own"/>, and the others share the rest.
    /// </summary>
    /// <param name="a">[n · n, width], of at least 2 rows.</param>
    /// <param name="own">In (0, 1).</param>
    /// <returns>[n, width].</returns>
    T PairsLogMeanExp(T a, double own);

    /// <summary>The same value, through which no gradient flows.</summary>
    T StopGradient(T a);

    /// <summary>The same value, whose gradient is multiplied by a factor on its way back.</summary>
    /// <param name="a">Any value.</param>
    /// <param name="factor">The factor, of a shape that broadcasts. Called after the whole formula has been computed.</param>
    T ScaleGradient(T a, Func<T> factor);
}
