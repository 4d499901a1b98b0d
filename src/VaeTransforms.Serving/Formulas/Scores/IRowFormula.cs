namespace VaeTransforms.Formulas;

/// <summary>A formula of single rows: anomaly scores, and the parts of them that learning needs.</summary>
internal interface IRowFormula
{
    /// <summary>The value of each row.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="row">What the formula can use.</param>
    /// <returns>[rows, width].</returns>
    T Value<T>(IScoreOps<T> ops, IScoreInputs<T> row);

    /// <summary>
    /// The largest number of values that a row becomes within the formula, besides those of the network. Default: 1.
    /// </summary>
    /// <param name="arrays">What the formula has learned.</param>
    int MaxWidth(LearnedArrays arrays) => 1;
}
