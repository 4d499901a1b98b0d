using VaeTransforms.Tests.Contract.Refusals;
using Xunit;

namespace VaeTransforms.Tests.Issues;

/// <summary>Exports pipelines with transformers, columns or detectors that ONNX cannot express.</summary>
public sealed class ExportsWhatOnnxLacksTests
{
    public static TheoryData<string> Mistakes => [.. ConversionMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void What_ONNX_lacks_is_told_by_name(string name) =>
        ConversionMistakes.All.Single(mistake => mistake.Name == name).AssertRefused();
}
