using FsCheck.Xunit;
using Microsoft.ML.Data;
using VaeTransforms.Numerics;
using Xunit;

namespace VaeTransforms.Tests.Numerics;

public sealed class ValueStepTests
{
    [Property]
    public void The_decimals_of_a_number_are_a_step_that_divides_it_and_keeps_it(int hundredths, byte digits)
    {
        int places = digits % 5;
        decimal exact = hundredths / (decimal)Math.Pow(10, places);
        double step = ValueStep.Of(DataKind.Double)[places];

        Assert.True(ValueStep.Divides((double)exact, step, DataKind.Double));
        Assert.Equal((double)exact, ValueStep.Round((double)exact, step));
        Assert.True(ValueStep.Divides((float)exact, step, DataKind.Single));
    }

    [Fact]
    public void A_number_with_more_decimals_is_no_multiple()
    {
        Assert.False(ValueStep.Divides(1.005, 0.01, DataKind.Double));
        Assert.False(ValueStep.Divides(1.25f, 0.1, DataKind.Single));
        Assert.False(ValueStep.Divides(Math.PI, 0.0001, DataKind.Double));
        Assert.Equal(0.3, ValueStep.Round(0.1 + 0.2, 0.1));
        Assert.Equal(double.NaN, ValueStep.Round(double.NaN, 0.1));
    }

    [Theory]
    [InlineData(0, "2026-02-28")]
    [InlineData(1, "2026-02-28 23:00")]
    [InlineData(2, "9999-12-31 23:59")]
    [InlineData(3, "0001-01-01 00:00:01")]
    [InlineData(4, "2026-02-28 12:30:01.007")]
    public void A_time_has_the_largest_unit_of_which_it_is_a_multiple(int unit, string time)
    {
        double[] steps = ValueStep.Of(DataKind.DateTime);
        double ticks = DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture).Ticks;

        Assert.Equal(unit, Array.FindIndex(steps, step => ValueStep.Divides(ticks, step, DataKind.DateTime)));
        Assert.Equal(ticks, ValueStep.Round(ticks + (0.4 * steps[unit]), steps[unit]));
    }
}
