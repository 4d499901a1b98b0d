using System.Xml.Linq;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// The source of a notebook: a file-based app in percent format, from which the notebook file is generated.
/// </summary>
/// <remarks>
/// <c>// %% [markdown]</c> starts a Markdown cell in comments, <c>// %%</c> a code cell, and <c>// %% [types]</c> a cell of type
/// declarations. An app has its types at the end, but a notebook needs them before their use. So in the notebook they follow
/// the first code cell, the one with the using directives. The app's <c>#:project</c> and <c>#:package</c> lines before the
/// first cell become <c>#r</c> lines.
/// </remarks>
/// <param name="Packages">The references, as in <c>#r "nuget: …"</c>.</param>
/// <param name="Cells">The cells in the notebook's order.</param>
internal sealed record NotebookSource(IReadOnlyList<string> Packages, IReadOnlyList<NotebookCell> Cells)
{
    private const string Marker = "// %%";

    public static NotebookSource Read(string path) => Parse(File.ReadAllText(path).ReplaceLineEndings("\n"), PinnedVersion);

    /// <param name="text">The app.</param>
    /// <param name="version">Returns the version of a package by its name.</param>
    public static NotebookSource Parse(string text, Func<string, string> version)
    {
        string[] parts = ("\n" + text).Split("\n" + Marker);
        var cells = new List<NotebookCell>();
        var types = new List<NotebookCell>();
        foreach (string part in parts[1..])
        {
            string[] lines = part.Split('\n');
            string body = string.Join('\n', lines[1..]);
            switch (lines[0].Trim())
            {
                case "[markdown]":
                    cells.Add(new NotebookCell(IsCode: false, Uncommented(body)));
                    break;
                case "":
                    cells.Add(new NotebookCell(IsCode: true, body.Trim('\n')));
                    break;
                case "[types]":
                    types.Add(new NotebookCell(IsCode: true, body.Trim('\n')));
                    break;
                case string kind:
                    throw new InvalidDataException(
                        $"'{Marker} {kind}' does not start a cell. Use '{Marker}', '{Marker} [markdown]' or '{Marker} [types]'.");
            }
        }

        cells.InsertRange(cells.FindIndex(cell => cell.IsCode) + 1, types);
        return new NotebookSource([.. parts[0].Split('\n').Select(line => Package(line, version)).OfType<string>()], cells);
    }

    /// <summary>The notebook without outputs.</summary>
    public Notebook ToNotebook()
    {
        int firstCode = Cells.TakeWhile(cell => !cell.IsCode).Count();
        IEnumerable<string> lines = Packages.Select(package => $"#r \"nuget: {package}\"");
        var references = new NotebookCell(IsCode: true, string.Join('\n', lines));
        return new Notebook([.. Cells.Take(firstCode), references, .. Cells.Skip(firstCode)]);
    }

    private static string? Package(string line, Func<string, string> version) => line.Split(' ') switch
    {
        ["#:project", string project] => Path.GetFileName(project),
        ["#:package", string package] => $"{package}, {version(package)}",
        _ => null,
    };

    private static string Uncommented(string body) => string.Join('\n', body.Trim('\n').Split('\n').Select(line => line switch
    {
        "//" => "",
        ['/', '/', ' ', ..] => line[3..],
        _ => throw new InvalidDataException($"This line of a Markdown cell does not start with '// ': {line}"),
    }));

    private static string PinnedVersion(string package)
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root.FullName, "Directory.Packages.props"));
        XElement? element = versions.Descendants("PackageVersion")
            .SingleOrDefault(version => version.Attribute("Include")!.Value == package);
        Assert.True(element is not null, $"Directory.Packages.props has no version of {package}.");
        return element.Attribute("Version")!.Value;
    }
}
