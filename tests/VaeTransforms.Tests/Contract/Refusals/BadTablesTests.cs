using Xunit;

namespace VaeTransforms.Tests.Contract.Refusals;

public sealed class BadTablesTests
{
    public static TheoryData<string> Tables => [.. TableMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Tables_that_cannot_be_compared_are_refused_with_the_reason(string name) =>
        TableMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();
}
