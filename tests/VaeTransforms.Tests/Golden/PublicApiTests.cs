using System.Reflection;
using PublicApiGenerator;
using Xunit;

namespace VaeTransforms.Tests.Golden;

public sealed class PublicApiTests
{
    private const string Accept = "VAETRANSFORMS_ACCEPT";

    [Theory]
    [InlineData("VaeTransforms")]
    [InlineData("VaeTransforms.Datasets")]
    [InlineData("VaeTransforms.Plots")]
    public void The_public_API_is_the_one_on_record(string assembly)
    {
        string path = Path.Combine(Repository.Root.FullName, "tests/VaeTransforms.Tests/Golden", assembly + ".PublicApi.txt");
        string api = Assembly.Load(assembly).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, api);
        }

        string[] record = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] current = api.TrimEnd('\n').Split('\n');
        Assert.True(
            record.SequenceEqual(current),
            $"""
            The public API of {assembly} is not the one in {path}.
            Gone: {Lines(record.Except(current))}
            New: {Lines(current.Except(record))}
            If that is meant, set {Accept}=1, run the tests again, and commit the file with the change.
            """);
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => "\n    " + line.Trim()));
}
