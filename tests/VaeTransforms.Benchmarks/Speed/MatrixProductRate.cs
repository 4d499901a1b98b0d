using TorchSharp;
using static TorchSharp.torch;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>The current rate of floating-point operations in a large matrix product on this machine.</summary>
internal static class MatrixProductRate
{
    private const long Size = 1024;
    private const int Products = 20;

    /// <summary>Measures libtorch with all its threads. The best of five runs is least disturbed by other work.</summary>
    /// <returns>Operations per second; a multiplication and an addition count as two.</returns>
    public static double Measure()
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGradients = no_grad();
        Tensor left = rand(Size, Size);
        Tensor right = rand(Size, Size);
        Multiply();
        double seconds = Enumerable.Range(0, 5).Min(_ => PairedTiming.Seconds(Multiply));
        return 2.0 * Size * Size * Size * Products / seconds;

        void Multiply()
        {
            for (int i = 0; i < Products; i++)
            {
                left.mm(right).Dispose();
            }
        }
    }
}
