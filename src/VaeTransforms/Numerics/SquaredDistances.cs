using System.Numerics;
using System.Runtime.InteropServices;

namespace VaeTransforms.Numerics;

/// <summary>
/// Squared Euclidean distances between the rows of two row-major matrices, a block of rows at a time on all cores.
/// </summary>
/// <remarks>
/// Differences are squared and summed as they are, not by |a|² + |b|² - 2ab, which would cost half but give two equal rows a
/// distance.
/// </remarks>
internal static class SquaredDistances
{
    // A block's distances to some thousands of rows stay in a core's cache, and its rows too.
    private const int BlockRows = 48;

    /// <summary>Takes the distances of one row of the first matrix to all rows of the second.</summary>
    public delegate void RowReader(int row, Span<float> distances);

    /// <summary>Computes the distances from each row of one matrix to all rows of another.</summary>
    /// <param name="from">[n, width].</param>
    /// <param name="to">[m, width].</param>
    /// <param name="width">Values in a row, from 1.</param>
    /// <param name="read">Is called once for each row of <paramref name="from"/>, [m], by several threads at once.</param>
    public static void Each(float[] from, float[] to, int width, RowReader read)
    {
        int rows = from.Length / width;
        int columns = to.Length / width;
        int blocks = (rows + BlockRows - 1) / BlockRows;
        Parallel.For(
            0,
            blocks,
            () => new float[BlockRows * columns],
            (block, _, distances) =>
            {
                int start = block * BlockRows;
                int count = Math.Min(BlockRows, rows - start);
                Fill(from.AsSpan(start * width, count * width), to, width, distances);
                for (int i = 0; i < count; i++)
                {
                    read(start + i, distances.AsSpan(i * columns, columns));
                }

                return distances;
            },
            _ => { });
    }

    private static void Fill(ReadOnlySpan<float> from, ReadOnlySpan<float> to, int width, Span<float> distances)
    {
        int columns = to.Length / width;
        int rows = from.Length / width;
        for (int j = 0; j < columns; j += 2)
        {
            // The last of an odd number of rows is paired with itself.
            int next = Math.Min(j + 1, columns - 1);
            ReadOnlySpan<float> first = to.Slice(j * width, width);
            ReadOnlySpan<float> second = to.Slice(next * width, width);
            for (int i = 0; i < rows; i += 3)
            {
                int b = Math.Min(i + 1, rows - 1);
                int c = Math.Min(i + 2, rows - 1);
                Tile tile = Between(
                    from.Slice(i * width, width),
                    from.Slice(b * width, width),
                    from.Slice(c * width, width),
                    first,
                    second);
                distances[(i * columns) + j] = tile.A1;
                distances[(i * columns) + next] = tile.A2;
                distances[(b * columns) + j] = tile.B1;
                distances[(b * columns) + next] = tile.B2;
                distances[(c * columns) + j] = tile.C1;
                distances[(c * columns) + next] = tile.C2;
            }
        }
    }

    /// <summary>Three rows against two: each value that is loaded serves two or three distances.</summary>
    private static Tile Between(
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        ReadOnlySpan<float> c,
        ReadOnlySpan<float> first,
        ReadOnlySpan<float> second)
    {
        Vector<float> a1 = default, a2 = default, b1 = default, b2 = default, c1 = default, c2 = default;
        ref float pa = ref MemoryMarshal.GetReference(a);
        ref float pb = ref MemoryMarshal.GetReference(b);
        ref float pc = ref MemoryMarshal.GetReference(c);
        ref float p1 = ref MemoryMarshal.GetReference(first);
        ref float p2 = ref MemoryMarshal.GetReference(second);
        int k = 0;
        for (; k <= a.Length - Vector<float>.Count; k += Vector<float>.Count)
        {
            Vector<float> one = Vector.LoadUnsafe(ref p1, (nuint)k);
            Vector<float> two = Vector.LoadUnsafe(ref p2, (nuint)k);
            Vector<float> row = Vector.LoadUnsafe(ref pa, (nuint)k);
            Vector<float> d1 = row - one;
            Vector<float> d2 = row - two;
            a1 = Vector.FusedMultiplyAdd(d1, d1, a1);
            a2 = Vector.FusedMultiplyAdd(d2, d2, a2);
            row = Vector.LoadUnsafe(ref pb, (nuint)k);
            d1 = row - one;
            d2 = row - two;
            b1 = Vector.FusedMultiplyAdd(d1, d1, b1);
            b2 = Vector.FusedMultiplyAdd(d2, d2, b2);
            row = Vector.LoadUnsafe(ref pc, (nuint)k);
            d1 = row - one;
            d2 = row - two;
            c1 = Vector.FusedMultiplyAdd(d1, d1, c1);
            c2 = Vector.FusedMultiplyAdd(d2, d2, c2);
        }

        var tile = new Tile(Vector.Sum(a1), Vector.Sum(a2), Vector.Sum(b1), Vector.Sum(b2), Vector.Sum(c1), Vector.Sum(c2));
        for (; k < a.Length; k++)
        {
            tile = new Tile(
                tile.A1 + Square(a[k] - first[k]),
                tile.A2 + Square(a[k] - second[k]),
                tile.B1 + Square(b[k] - first[k]),
                tile.B2 + Square(b[k] - second[k]),
                tile.C1 + Square(c[k] - first[k]),
                tile.C2 + Square(c[k] - second[k]));
        }

        return tile;
    }

    private static float Square(float value) => value * value;

    private readonly record struct Tile(float A1, float A2, float B1, float B2, float C1, float C2);
}
