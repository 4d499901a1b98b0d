using System.Xml.Linq;
using Xunit;

namespace VaeTransforms.Tests.Notebooks;

/// <summary>
/// A notebook as it is written: a file-based app in percent format, from which the notebook file is generated.
/// </summary>
/// <remarks>
/// <c>// %% [markdown]</c> starts a cell of Markdown, in comments; <c>// %%</c> one of code; <c>// %% [types]</c> one of
/// type declarations, which an app must have at its end and a notebook before their use: there it follows the first cell
/// of code, the one with the using directives. Ahead of the first cell stand the app's <c>#:project</c> and
/// <c>#:package</c> lines, which become <c>#r</c> lines.
/// </remarks>
/// <param name="Packages">What follows <c>#r "nuget:</c>.</param>
/// <param name="Cells">In the notebook's order.</param>
internal sealed record NotebookSource(IReadOnlyList<string> Packages, IReadOnlyList<NotebookCell> Cells)
{
    private const string Marker = "// %%";

    public static NotebookSource Read(string path) => Parse(File.ReadAllText(path).ReplaceLineEndings("\n"), PinnedVersion);

    /// <param name="text">The app.</param>
    /// <param name="version">The version to ask for by the name of a package.</param>
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
                    throw new InvalidDataException($"'{Marker} {kind}' starts no cell: a cell is of code, [markdown] or [types].");
            }
        }

        cells.InsertRange(cells.FindIndex(cell => cell.IsCode) + 1, types);
        return new NotebookSource([.. parts[0].Split('\n').Select(line => Package(line, version)).OfType<string>()], cells);
    }

    /// <summary>The notebook, before it has run.</summary>
    public Notebook ToNotebook()
    {
        int firstCode = Cells.TakeWhile(cell => !cell.IsCode).Count();
        var references = new NotebookCell(IsCode: true, string.Join('\n', Packages.Select(package => $"#r \"nuget: {package}\"")));
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
        XElement? element = versions.Descendants("PackageVersion").SingleOrDefault(version => version.Attribute("Include")!.Value == package);
        Assert.True(element is not null, $"Directory.Packages.props has no version of {package}.");
        return element.Attribute("Version")!.Value;
    }
}
