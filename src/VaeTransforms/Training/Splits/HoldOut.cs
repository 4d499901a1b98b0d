using VaeTransforms.Training;

namespace VaeTransforms;

/// <summary>
/// How the held-out rows are chosen: the rows that stop training early, and that set the threshold of a detector.
/// </summary>
/// <remarks>
/// Held-out rows have to be like new rows. If a new row has close relatives among the training rows, such as the time windows
/// that overlap with it, random rows are right. If it has none, held-out rows must not have any either: use
/// <see cref="Blocks"/>, <see cref="VaeOptions.SamplingKeyColumnName"/>, or validation data of your own. Each kind stands in one
/// file, with its factory. Two are equal when their types and numbers are.
/// </remarks>
public abstract partial record HoldOut
{
    private protected HoldOut()
    {
    }

    /// <summary>Chooses rows; always the same ones for the same arguments.</summary>
    /// <param name="rows">Rows there are.</param>
    /// <param name="validationFraction">The share to hold out, in [0, 1).</param>
    /// <param name="seed">Any.</param>
    /// <exception cref="ArgumentException">There are too few rows for the rule.</exception>
    internal abstract RowSplit Split(long rows, double validationFraction, int seed);
}
