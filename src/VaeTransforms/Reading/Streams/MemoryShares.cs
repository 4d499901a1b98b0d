namespace VaeTransforms.Reading;

/// <summary>How the memory budget of a fit is shared where the rows do not fit.</summary>
/// <param name="Bytes">The budget.</param>
internal readonly record struct MemoryShares(long Bytes)
{
    private const int MaxBlockRows = 4096;

    /// <summary>What training rows in memory take, and held-out rows again: an eighth for both.</summary>
    public long SampleBytes => Bytes / 16;

    /// <summary>Training rows that stay in memory; so many held-out rows too.</summary>
    /// <param name="bytesPerRow">What one takes.</param>
    public int SampleRows(long bytesPerRow) => Rows(SampleBytes, bytesPerRow);

    /// <summary>Rows of the shuffle buffer: a quarter.</summary>
    /// <param name="width">Singles in a row.</param>
    public int ShuffledRows(int width) => Rows(Bytes / 4, BytesOf(width));

    /// <summary>Rows that are handed on at once; several such blocks wait.</summary>
    /// <param name="width">Singles in a row.</param>
    public int BlockRows(int width) => Math.Min(MaxBlockRows, Rows(Bytes / 64, BytesOf(width)));

    /// <summary>The bytes of a row of Singles, with its weight and its label.</summary>
    private static long BytesOf(int width) => (sizeof(float) * (width + 1L)) + sizeof(int);

    // Two parts of so many rows fit into one array.
    private static int Rows(long bytes, long bytesPerRow) =>
        (int)Math.Clamp(bytes / bytesPerRow, 1, Array.MaxLength / 2 / Math.Max(1, bytesPerRow / sizeof(float)));
}
