using System.Reflection;
using System.Text;
using PublicApiGenerator;
using Xunit;

namespace VaeTransforms.Tests.Golden;

public sealed class PublicApiTests
{
    // By default namespaces of Microsoft are left out, but the extension methods of ML.NET's catalogs are in one. What Orleans
    // generates is for Orleans alone.
    private static readonly ApiGeneratorOptions Everything = new()
    {
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = ["OrleansCodeGen"],
    };

    [Theory]
    [InlineData("VaeTransforms")]
    [InlineData("VaeTransforms.Serving")]
    [InlineData("VaeTransforms.Analysis")]
    [InlineData("VaeTransforms.Datasets")]
    [InlineData("VaeTransforms.Orleans")]
    [InlineData("VaeTransforms.Parquet")]
    [InlineData("VaeTransforms.Plots")]
    public void The_public_API_is_the_one_on_record(string assembly)
    {
        string name = assembly + ".PublicApi.txt";
        string api = Assembly.Load(assembly).GeneratePublicApi(Everything)
            .ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        string[] record = Encoding.UTF8.GetString(GoldenFile.Read(name, Encoding.UTF8.GetBytes(api))).TrimEnd('\n').Split('\n');
        string[] current = api.TrimEnd('\n').Split('\n');
        Assert.True(
            record.SequenceEqual(current),
            $"""
            The public API of {assembly} is not the one in {GoldenFile.PathOf(name)}.
            Gone: {Lines(record.Except(current))}
            New: {Lines(current.Except(record))}
            If that is meant, set {GoldenFile.Accept}=1, run the tests again, and commit the file with the change.
            """);
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => "\n    " + line.Trim()));
}
