using VaeTransforms.Tests.Contract.Refusals;
using Xunit;

namespace VaeTransforms.Tests.Native;

public sealed class TorchLoadFailureTests
{
    public TorchLoadFailureTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The messages are those of Linux's loader.");

    public static TheoryData<string> Failures => [.. LoadMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Three_lines_state_what_is_missing_what_is_required_and_what_to_do(string name)
    {
        Mistake mistake = LoadMistakes.All.Single(mistake => mistake.Name == name);

        string[] lines = mistake.Provoke().Message.Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.All(lines, Assert.NotEmpty);
        Assert.All(mistake.Facts.Zip(lines), line => Assert.Contains(line.First, line.Second, StringComparison.Ordinal));
    }
}
