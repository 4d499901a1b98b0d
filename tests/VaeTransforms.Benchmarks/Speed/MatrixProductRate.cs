using TorchSharp;
using static TorchSharp.torch;

namespace VaeTransforms.Benchmarks.Speed;

/// <summary>How many floating-point operations a second the machine makes in a large matrix product, right now.</summary>
internal static class MatrixProductRate
{
    private const long Size = 1024;
    private const int Products = 20;

    /// <summary>By libtorch with all its threads; the best of five, since a product is never faster than the machine.</summary>
    /// <returns>Operations per second, a multiplication and an addition counted as two.</returns>
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
