using VaeTransforms.Model;

namespace VaeTransforms;

/// <content>How much memory the rows of a fit take.</content>
public sealed partial record VaeOptions
{
    /// <summary>
    /// How many bytes the rows of a fit may take; 4 for each value. Default: 1 GiB. With more rows than that, <c>Fit</c> reads
    /// the data again in each epoch, and keeps a random part of the rows in memory.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Rows beyond the budget are streamed: a thread reads them ahead of training, in the random order that the view offers, if
    /// it can shuffle, and through a shuffle buffer of a quarter of the budget. An eighth of the budget holds a random part of
    /// the rows, half of it training rows and half held-out rows. Range, mean and standard deviation come from all training
    /// rows, except for Doubles and the columns of a table. What needs rows side by side comes from the part in memory:
    /// quantiles, the start of a prior, the held-out ELBO, and what a detector learns and is calibrated with. A log message says
    /// that rows are streamed.
    /// </para>
    /// <para>
    /// The budget does not cover the network, the weights of the optimizer and the runtime, which take some hundred megabytes.
    /// A view that cannot tell how many rows it has is streamed beyond half the budget, because an array that grows is copied.
    /// </para>
    /// <para>
    /// Each pass must give the same rows; <c>Fit</c> throws an <see cref="InvalidOperationException"/> if one does not. An
    /// expensive pipeline in front is computed once for each epoch: save its output as a binary or a Parquet file, and fit on
    /// that. <see cref="HoldOut.Blocks"/> and <see cref="VaeAnomalyOptions.TrimmedShare"/> need all rows in memory. A detector of
    /// series holds its points in memory, whatever the budget.
    /// </para>
    /// </remarks>
    public long MemoryBudget
    {
        get;
        init => field = OptionRule.Check(
            value, value > 0, "must be above 0, in bytes; 1L << 30, which is 1 GiB, is the default.");
    } = 1L << 30;
}
