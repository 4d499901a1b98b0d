using System.Text.RegularExpressions;
using Xunit;

namespace VaeTransforms.Tests.Docs;

public sealed partial class ReadmeTests
{
    private static string Readme => Read("README.md");

    [Fact]
    public void The_first_example_runs() => Assert.All(ReadmeExample.Run(), digit => Assert.Equal(64, digit.Length));

    [Fact]
    public void The_first_example_is_the_code_that_runs_here()
    {
        string[] compiled = Statements(Read("tests/VaeTransforms.Tests/Docs/ReadmeExample.cs"));
        string[] shown = Statements(CSharpBlock().Match(Readme).Groups[1].Value);

        int start = Array.IndexOf(compiled, shown[0]);
        Assert.True(start >= 0, $"ReadmeExample.cs lacks '{shown[0]}'.");
        Assert.Equal(shown, compiled[start..Math.Min(start + shown.Length, compiled.Length)]);
    }

    [Fact]
    public void Every_kind_of_picture_stands_in_the_README() => Assert.All(
        typeof(VaeTransforms.Plots.Picture).Assembly.GetExportedTypes().Where(type => type.GetMethods().Any(method => method.Name == "Draw")),
        type => Assert.Contains($"`{type.Name}`", Readme, StringComparison.Ordinal));

    [Fact]
    public void Every_link_to_a_file_leads_to_one() => Assert.All(
        Link().Matches(Readme).Select(link => link.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)),
        target => Assert.True(Path.Exists(Path.Combine(Repository.Root.FullName, target)), target));

    /// <summary>Lines without indentation, using directives and empty ones.</summary>
    private static string[] Statements(string code) =>
        [.. code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !UsingDirective().IsMatch(line))];

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root.FullName, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();
}
