using System.Runtime.InteropServices;

namespace VaeTransforms.Orleans;

/// <summary>
/// Weights as messages carry them: one block of bytes is copied, where an array of floats is written one by one.
/// </summary>
internal static class FloatBytes
{
    public static byte[] Of(float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    public static float[] ToFloats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
