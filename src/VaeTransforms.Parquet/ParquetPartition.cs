using System.Globalization;

namespace VaeTransforms.Parquet;

/// <summary>One of several parts of Parquet files. Each row group is in exactly one of them.</summary>
/// <remarks>
/// Processes that each score one part, such as the tasks of a Slurm array or of an indexed Kubernetes job, need not know of each
/// other: part i has the row groups i, i + Count, i + 2 · Count and so on.
/// </remarks>
public sealed record ParquetPartition
{
    /// <param name="index">Which part, from 0 to below the count.</param>
    /// <param name="count">How many parts there are, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ParquetPartition(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        (Index, Count) = (index, count);
    }

    /// <summary>Which part, from 0.</summary>
    public int Index { get; }

    /// <summary>How many parts there are.</summary>
    public int Count { get; }

    /// <summary>Reads a part as command lines give it, such as <c>0/8</c> for the first of eight.</summary>
    /// <exception cref="FormatException">The text is not two numbers with a slash between them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static ParquetPartition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? new ParquetPartition(index, count)
            : throw new FormatException(
                $"A part is a number from 0, a slash and the number of parts, such as 0/8. It was '{text}'.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
