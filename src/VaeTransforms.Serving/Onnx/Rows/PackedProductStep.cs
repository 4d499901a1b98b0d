using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VaeTransforms.Onnx;

/// <summary>A product with a constant matrix.</summary>
/// <remarks>
/// The matrix is kept in panels of as many columns as fit into the accumulators, one row of a panel after the other, so that it
/// is read once from start to end. Columns beyond the last are 0; what they give lies behind the output and is never read.
/// </remarks>
internal sealed class PackedProductStep : RowStep
{
    private const int Wide = 8;
    private const int Narrow = 4;

    // In floats: a cache line.
    private const int Alignment = 16;

    private readonly RowTensor _a;
    private readonly RowTensor _output;
    private readonly int _rows;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly float[] _packed;
    private readonly int _first;

    /// <param name="a">[rows, inputs].</param>
    /// <param name="matrix">[inputs, outputs], a constant.</param>
    /// <param name="output">[rows, outputs], with room for <see cref="Room"/> behind it.</param>
    public PackedProductStep(RowTensor a, float[,] matrix, RowTensor output)
    {
        _a = a;
        _output = output;
        _inputs = matrix.GetLength(0);
        _outputs = matrix.GetLength(1);
        _rows = a.Length / _inputs;
        int columns = 0;
        while (columns < _outputs)
        {
            columns += Vectors(columns) * Lane;
        }

        // Pinned, so that panels stay aligned: a vector that crosses a cache line takes two reads.
        _packed = GC.AllocateArray<float>(checked(_inputs * columns) + Alignment, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_packed, 0);
        _first = (int)((Alignment - (address / sizeof(float) % Alignment)) % Alignment);
        for (int start = 0, place = _first; start < _outputs;)
        {
            int width = Vectors(start) * Lane;
            for (int i = 0; i < _inputs; i++, place += width)
            {
                for (int column = start; column < Math.Min(start + width, _outputs); column++)
                {
                    _packed[place + column - start] = matrix[i, column];
                }
            }

            start += width;
        }
    }

    /// <summary>How many values a product may write behind its output.</summary>
    public static int Room => Wide * Lane;

    private static int Lane => Vector<float>.Count;

    public override long MultiplyAdds => (long)_rows * _inputs * _outputs;

    public override void Run(float[] memory)
    {
        for (int row = 0; row < _rows; row++)
        {
            ReadOnlySpan<float> a = _a.In(memory).Slice(row * _inputs, _inputs);
            Span<float> result = memory.AsSpan(_output.Start + (row * _outputs));
            int place = _first;
            for (int start = 0; start < _outputs;)
            {
                int width = Vectors(start) * Lane;
                ReadOnlySpan<float> panel = _packed.AsSpan(place, width * _inputs);
                if (width == Wide * Lane)
                {
                    WideProduct(a, panel, result.Slice(start, width));
                }
                else
                {
                    NarrowProduct(a, panel, result.Slice(start, width));
                }

                place += panel.Length;
                start += width;
            }
        }
    }

    private int Vectors(int start) => _outputs - start > Narrow * Lane ? Wide : Narrow;

    // Compiled well from the first call: without optimization vectors are many times slower than numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WideProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> panel, Span<float> result)
    {
        ref float weight = ref MemoryMarshal.GetReference(panel);
        nuint lane = (nuint)Vector<float>.Count;
        nuint place = 0;
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector<float> s4 = default, s5 = default, s6 = default, s7 = default;
        foreach (float value in a)
        {
            var x = new Vector<float>(value);
            s0 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place), s0);
            s1 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + lane), s1);
            s2 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (2 * lane)), s2);
            s3 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (3 * lane)), s3);
            s4 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (4 * lane)), s4);
            s5 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (5 * lane)), s5);
            s6 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (6 * lane)), s6);
            s7 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (7 * lane)), s7);
            place += Wide * lane;
        }

        s0.CopyTo(result);
        s1.CopyTo(result[Lane..]);
        s2.CopyTo(result[(2 * Lane)..]);
        s3.CopyTo(result[(3 * Lane)..]);
        s4.CopyTo(result[(4 * Lane)..]);
        s5.CopyTo(result[(5 * Lane)..]);
        s6.CopyTo(result[(6 * Lane)..]);
        s7.CopyTo(result[(7 * Lane)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> panel, Span<float> result)
    {
        ref float weight = ref MemoryMarshal.GetReference(panel);
        nuint lane = (nuint)Vector<float>.Count;
        nuint place = 0;
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        foreach (float value in a)
        {
            var x = new Vector<float>(value);
            s0 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place), s0);
            s1 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + lane), s1);
            s2 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (2 * lane)), s2);
            s3 = Vector.MultiplyAddEstimate(x, Vector.LoadUnsafe(ref weight, place + (3 * lane)), s3);
            place += Narrow * lane;
        }

        s0.CopyTo(result);
        s1.CopyTo(result[Lane..]);
        s2.CopyTo(result[(2 * Lane)..]);
        s3.CopyTo(result[(3 * Lane)..]);
    }
}
