using Xunit;

namespace VaeTransforms.Tests.Issues;

public sealed class AsksForNoAlarmsTests
{
    [Fact]
    public void A_contamination_of_0_is_refused_with_the_ways_to_rarer_alarms()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new VaeAnomalyOptions { Contamination = 0 }).Message;

        Assert.Contains("Contamination must be in (0, 0.5]", message, StringComparison.Ordinal);
        Assert.Contains("ThresholdRule.AtRate", message, StringComparison.Ordinal);
        Assert.Contains("ThresholdRule.AtScore", message, StringComparison.Ordinal);
    }
}
