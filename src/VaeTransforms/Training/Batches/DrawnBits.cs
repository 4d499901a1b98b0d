using static TorchSharp.torch;

namespace VaeTransforms.Training;

/// <summary>Draws bits from their probabilities.</summary>
internal static class DrawnBits
{
    /// <summary>Rows of bits.</summary>
    /// <param name="rows">Probabilities, and whatever is 0 or 1 as it is, in any shape. A uniform draw is in [0, 1).</param>
    /// <param name="generator">Advanced.</param>
    /// <returns>0 or 1, in the same shape.</returns>
    public static Tensor Of(Tensor rows, Generator generator)
    {
        using Tensor uniform = rand(rows.shape, float32, CPU, generator: generator);
        using Tensor isOne = uniform.lt(rows);
        return isOne.to(float32);
    }
}
