namespace VaeTransforms.Numerics;

/// <summary>Draws from N(0, 1). The same generator state gives the same numbers on every machine.</summary>
/// <remarks>Box and Muller 1958.</remarks>
internal static class StandardNormal
{
    public static void Fill(Random random, Span<float> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            // 1 - u lies in (0, 1], where the logarithm is finite.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            (double sin, double cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(radius * cos);
            if (i + 1 < values.Length)
            {
                values[i + 1] = (float)(radius * sin);
            }
        }
    }
}
