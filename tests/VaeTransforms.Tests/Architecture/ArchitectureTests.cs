using System.Reflection;
using NetArchTest.Rules;
using VaeTransforms.Scoring;
using Xunit;

namespace VaeTransforms.Tests.Architecture;

/// <summary>Which layer may use which, and which package.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Serving = typeof(VaeModel).Assembly;
    private static readonly Assembly Training = typeof(VaeEstimator).Assembly;
    private static readonly Assembly Analysis = typeof(LatentSpace).Assembly;

    /// <summary>The layers of the serving package, each of which may use those before it.</summary>
    private static readonly string[] Layers =
        ["Numerics", "Formulas", "Model", "Onnx", "Scoring", "Sampling", "Anomaly", "Pipeline", "Series"];

    public static TheoryData<string, string> ForbiddenLayers => new(
        from layer in Layers
        from later in Layers.SkipWhile(other => other != layer).Skip(1)
        where (layer, later) != ("Formulas", "Model")
        select (layer, later));

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("MathNet.Numerics")]
    [InlineData("Microsoft.ML.Trainers.FastTree")]
    public void Serving_uses_nothing_that_only_training_or_analysis_needs(string package) =>
        AssertPasses(Types.InAssembly(Serving).Should().NotHaveDependencyOnAny(package));

    [Theory]
    [MemberData(nameof(ForbiddenLayers))]
    public void A_layer_uses_none_that_comes_after_it(string layer, string later) => AssertPasses(
        Types.InAssembly(Serving).That().ResideInNamespace($"VaeTransforms.{layer}")
            .Should().NotHaveDependencyOnAny($"VaeTransforms.{later}"));

    [Theory]
    [InlineData("Google.Protobuf", "VaeTransforms.Onnx")]
    [InlineData("Microsoft.ML.OnnxRuntime", "VaeTransforms.Scoring")]
    public void A_package_of_serving_has_one_layer(string package, string layer) => AssertPasses(
        Types.InAssembly(Serving).That().DoNotResideInNamespace(layer).Should().NotHaveDependencyOnAny(package));

    [Fact]
    public void Only_training_and_the_loading_of_natives_use_TorchSharp() => AssertPasses(
        Types.InAssembly(Training).That()
            .DoNotResideInNamespace("VaeTransforms.Training").And().DoNotResideInNamespace("VaeTransforms.Native")
            .Should().NotHaveDependencyOnAny("TorchSharp"));

    [Fact]
    public void Only_analysis_references_MathNet_and_FastTree()
    {
        string[] others = [.. References(Serving), .. References(Training)];

        Assert.DoesNotContain("MathNet.Numerics", others);
        Assert.DoesNotContain("Microsoft.ML.FastTree", others);
        Assert.Contains("Microsoft.ML.FastTree", References(Analysis));

        static IEnumerable<string> References(Assembly assembly) =>
            assembly.GetReferencedAssemblies().Select(name => name.Name!);
    }

    [Fact]
    public void The_rules_find_what_they_look_for()
    {
        Assert.True(Types.InAssembly(Serving).That().HaveDependencyOnAny("Google.Protobuf").GetTypes().Any());

        PredicateList scoring = Types.InAssembly(Serving).That().ResideInNamespace("VaeTransforms.Scoring");
        Assert.Contains(typeof(VaeScorer).FullName, scoring.GetTypes().Select(type => type.FullName));
        Assert.False(scoring.Should().NotHaveDependencyOnAny("VaeTransforms.Onnx").GetResult().IsSuccessful);
    }

    private static void AssertPasses(ConditionList rule)
    {
        NetArchTest.Rules.TestResult result = rule.GetResult();
        IEnumerable<string> failures = (result.FailingTypes ?? []).Select(type => $"{type.FullName}: {type.Explanation}");
        Assert.True(result.IsSuccessful, string.Join(Environment.NewLine, failures));
    }
}
