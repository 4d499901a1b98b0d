using System.Numerics;
using System.Runtime.CompilerServices;

namespace VaeTransforms.Onnx;

/// <summary>The places of the largest values of each row, the largest first; of equal ones the first.</summary>
/// <param name="a">[rows, width].</param>
/// <param name="count">At most the width.</param>
/// <param name="values">[rows, count]: the values.</param>
/// <param name="output">[rows, count]: their places.</param>
internal sealed class LargestStep(RowTensor a, int count, RowTensor values, RowTensor output) : RowStep
{
    private readonly int _width = a.Shape[^1];

    public override void Run(float[] memory)
    {
        for (int row = 0; row < a.Length / _width; row++)
        {
            Find(
                a.In(memory).Slice(row * _width, _width),
                values.In(memory).Slice(row * count, count),
                output.In(memory).Slice(row * count, count));
        }
    }

    // Compiled well from the first call: without optimization vectors are many times slower than numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find(ReadOnlySpan<float> among, Span<float> largest, Span<float> places)
    {
        int count = largest.Length;
        for (int i = 0; i < count; i++)
        {
            Insert(among[i], i, i, largest, places);
        }

        // Most values are below the smallest one kept, so a whole vector is passed over at once.
        for (int i = count; i < among.Length;)
        {
            if (i + Vector<float>.Count <= among.Length
                && !Vector.GreaterThanAny(new Vector<float>(among[i..]), new Vector<float>(largest[^1])))
            {
                i += Vector<float>.Count;
                continue;
            }

            int end = Math.Min(i + Vector<float>.Count, among.Length);
            for (; i < end; i++)
            {
                if (among[i] > largest[^1])
                {
                    Insert(among[i], i, count - 1, largest, places);
                }
            }
        }
    }

    private static void Insert(float value, int place, int last, Span<float> largest, Span<float> places)
    {
        int at = last;
        while (at > 0 && largest[at - 1] < value)
        {
            largest[at] = largest[at - 1];
            places[at] = places[at - 1];
            at--;
        }

        largest[at] = value;
        places[at] = place;
    }
}
