using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace VaeTransforms.Tests.Architecture;

/// <summary>What keeps the sources readable: lines, files and folders of bounded size.</summary>
public sealed partial class RepositoryTests
{
    private const int MaxFileLines = 250;
    private const int MaxFolderFiles = 25;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("notebooks")]
    public void No_line_is_wider_than_the_editor_configuration_states(string folder)
    {
        int width = MaxLineLength();
        var wide =
            from file in Sources(folder)
            from line in File.ReadLines(file).Index()
            where line.Item.Length > width
            select $"{Shown(file)}:{line.Index + 1}: {line.Item.Length} characters";

        AssertNone(wide, $"These lines have more than {width} characters.");
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_has_more_than_250_lines(string folder)
    {
        var tall =
            from file in Sources(folder)
            let lines = File.ReadLines(file).Count()
            where lines > MaxFileLines
            select $"{Shown(file)}:{lines}: {lines} lines";

        AssertNone(tall, $"These files have more than {MaxFileLines} lines. Split them by what they are about.");
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_folder_holds_more_than_25_files(string folder)
    {
        var full =
            from file in Sources(folder)
            group file by Path.GetDirectoryName(file)! into files
            where files.Count() > MaxFolderFiles
            select $"{Shown(files.Key)}: {files.Count()} files";

        AssertNone(full, $"These folders hold more than {MaxFolderFiles} files. Split them by what they are about.");
    }

    /// <summary>The C# files of a folder and those below it, without what the build wrote.</summary>
    private static IEnumerable<string> Sources(string folder)
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root.FullName, folder), "*.cs", SearchOption.AllDirectories)
                .Where(file => !Shown(file).Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal),
        ];
        Assert.NotEmpty(files);
        return files;
    }

    private static int MaxLineLength()
    {
        string configuration = File.ReadAllText(Path.Combine(Repository.Root.FullName, ".editorconfig"));
        Match setting = Setting().Match(configuration);
        Assert.True(setting.Success, "The file .editorconfig states no max_line_length.");
        return int.Parse(setting.Groups["width"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>A path as messages show it: from the root of the repository, with forward slashes.</summary>
    private static string Shown(string path) => Path.GetRelativePath(Repository.Root.FullName, path).Replace('\\', '/');

    private static void AssertNone(IEnumerable<string> faults, string rule)
    {
        string[] found = [.. faults];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, [rule, .. found]));
    }

    [GeneratedRegex(@"^max_line_length\s*=\s*(?<width>\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
