using Xunit;

namespace VaeTransforms.Tests.Contract.Refusals;

public sealed class BadUsageTests
{
    public static TheoryData<string> Calls => [.. UsageMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_that_cannot_work_is_refused_with_the_reason(string name) =>
        UsageMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();
}
