using VaeTransforms.Numerics;

namespace VaeTransforms.Training;

/// <summary>The training rows of a fit that reads them again in each epoch, because they do not fit into memory.</summary>
internal interface IStreamedRows
{
    /// <summary>Rows in an epoch, held-out ones not counted.</summary>
    long TrainingRows { get; }

    /// <summary>Of all training rows; null if they are known of the part in memory only.</summary>
    ColumnMoments? Moments { get; }

    /// <summary>The mean weight of the training rows; 1 without weights.</summary>
    double MeanWeight { get; }

    /// <summary>Rows in an epoch that have a label.</summary>
    long LabeledRows { get; }

    /// <summary>What the values of all rows come to, in any order.</summary>
    ulong Fingerprint { get; }

    /// <summary>Rows among which the next one is drawn.</summary>
    int ShuffledRows { get; }

    /// <summary>Begins to read an epoch.</summary>
    /// <param name="epoch">Its number, for messages.</param>
    /// <param name="seed">Of the order of the rows.</param>
    /// <param name="cancellation">Ends reading.</param>
    IRowFlow Open(int epoch, int seed, CancellationToken cancellation);
}

/// <summary>The training rows of one epoch, in a random order.</summary>
internal interface IRowFlow : IDisposable
{
    /// <summary>Takes the next rows.</summary>
    /// <param name="rows">[n, D], row-major, in the input's own units; every value is written.</param>
    /// <param name="sides">[n].</param>
    /// <exception cref="InvalidOperationException">There are fewer rows than before.</exception>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    void Read(Span<float> rows, Span<RowSide> sides);

    /// <summary>Ends the epoch after its last row.</summary>
    /// <exception cref="InvalidOperationException">There are more rows than before, or they have other values.</exception>
    void Complete();
}
