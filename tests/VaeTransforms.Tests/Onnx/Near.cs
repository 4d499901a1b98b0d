using Xunit;

namespace VaeTransforms.Tests.Onnx;

/// <summary>The project's tolerance between a float and its double-precision reference.</summary>
internal static class Near
{
    public static void Equal(double expected, double actual, double tolerance = 1e-5) => Assert.True(
        Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)),
        FormattableString.Invariant($"{actual:R} is not within {tolerance} of {expected:R}."));

    public static void Equal(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Equal(expected[i], actual[i], tolerance);
        }
    }
}
