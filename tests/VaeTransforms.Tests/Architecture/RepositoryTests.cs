using System.IO.Enumeration;
using Xunit;

namespace VaeTransforms.Tests.Architecture;

public sealed class RepositoryTests
{
    private static readonly string[] TopLevel =
    [
        "src", "tests", "notebooks", "VaeTransforms.sln", "README.md", "CHANGELOG.md", "LICENSE", "Directory.Build.props",
        "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore", ".gitattributes", ".ci", ".git",
    ];

    [Fact]
    public void Nothing_but_the_design_stands_at_the_top_level()
    {
        DirectoryInfo root = Repository.Root;
        string[] ignored = [.. File.ReadLines(Path.Combine(root.FullName, ".gitignore")).Select(line => line.TrimEnd('/'))];

        string[] foreign = [.. root.EnumerateFileSystemInfos().Select(entry => entry.Name).Except(TopLevel).Where(IsTracked)];

        Assert.True(foreign.Length == 0, $"These have no place at the top level: {string.Join(", ", foreign)}.");

        bool IsTracked(string name) =>
            !ignored.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
    }
}
