using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class ValueRangeTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-1e-6f)]
    [InlineData(1.000001f)]
    public void The_first_value_outside_is_found_at_any_position(float outside)
    {
        for (int length = 1; length < 40; length++)
        {
            for (int at = 0; at < length; at++)
            {
                float[] values = [.. Enumerable.Range(0, length).Select(i => i % 2)];
                values[at] = outside;
                values[^1] = at == length - 1 ? outside : float.NaN;

                Assert.Equal(at, ValueRange.FirstOutside(values, 0, 1));
                Assert.Equal(float.IsFinite(outside) ? -1 : at, ValueRange.FirstNotFinite(values.AsSpan(0, at + 1)));
            }
        }
    }

    [Fact]
    public void The_bounds_are_allowed_and_an_empty_span_has_nothing_outside()
    {
        Assert.Equal(-1, ValueRange.FirstNotFinite([float.MinValue, float.MaxValue, 0, float.Epsilon, 0, 1, 2, 3, 4]));
        Assert.Equal(-1, ValueRange.FirstOutside([], 0, 1));
    }
}
