// Builds the site: the API's reference, the pages of docs/, and the notebooks, with a search over all of them.
//   dotnet build && dotnet tool restore && dotnet run docs/site/build.cs
// The site is artifacts/site/html. Its search needs a web server: dotnet docfx serve artifacts/site/html

using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

string root = Path.GetFullPath("../..", Folder());
string site = Path.Combine(root, "artifacts/site");
string staged = Path.Combine(site, "pages");
if (Directory.Exists(site))
{
    Directory.Delete(site, recursive: true);
}

string[] notebooks = [.. Sorted("notebooks", "*.ipynb")];
string[] benchmarks = [.. Sorted("docs/benchmarks", "*.md")];
string readme = Read("README.md");
string[] docs = [.. Sorted("docs", "*.md")
    .OrderBy(page => readme.IndexOf(page, StringComparison.Ordinal) is >= 0 and var place ? place : int.MaxValue)];
string[] pages = ["CONTRIBUTING.md", "CHANGELOG.md", .. docs, .. benchmarks];

Stage("README.md", "index.md", readme);
foreach (string page in pages)
{
    Stage(page, page, Read(page));
}

foreach (string notebook in notebooks)
{
    Stage(notebook, Path.ChangeExtension(notebook, ".md"), Markdown(notebook));
}

Write("toc.yml", Toc([("Docs", "docs/"), ("Notebooks", "notebooks/"), ("API", "api/"), ("Changelog", "CHANGELOG.md")]));
Write("docs/toc.yml", Toc(Titled("docs", docs)) + "- name: Benchmarks\n  items:\n"
    + Indented(Toc(Titled("docs", benchmarks))) + Toc([("Contributing", "../CONTRIBUTING.md")]));
Write("notebooks/toc.yml", Toc(Titled("notebooks", notebooks.Select(notebook => Path.ChangeExtension(notebook, ".md")))));

using Process docfx = Process.Start("dotnet", ["docfx", Path.Combine(Folder(), "docfx.json")]);
docfx.WaitForExit();
return docfx.ExitCode;

// Not the path that the compiler knows: a deterministic build, as with CI=true, changes it.
static string Folder() => (string)AppContext.GetData("EntryPointFileDirectoryPath")!;

IEnumerable<string> Sorted(string folder, string pattern) => Directory.EnumerateFiles(Path.Combine(root, folder), pattern)
    .Select(path => $"{folder}/{Path.GetFileName(path)}")
    .Order(StringComparer.Ordinal);

string Read(string path) => File.ReadAllText(Path.Combine(root, path)).ReplaceLineEndings("\n");

void Write(string path, string text)
{
    string full = Path.Combine(staged, path);
    Directory.CreateDirectory(Path.GetDirectoryName(full)!);
    File.WriteAllText(full, text);
}

// A page as it is read on the site. What it links to beside pages is copied to the same place, so that the link holds there.
void Stage(string source, string page, string text)
{
    text = Patterns.HiddenSetup().Replace(text, "");
    Write(page, Patterns.LinkTarget().Replace(text, link =>
    {
        string target = link.Value;
        if (target.Contains("://", StringComparison.Ordinal))
        {
            return target;
        }

        string file = Path.GetRelativePath(root, Path.GetFullPath(target, Path.Combine(root, Path.GetDirectoryName(source)!)));
        string to = file == "README.md" ? target.Replace("README.md", "index.md", StringComparison.Ordinal)
            : target.EndsWith(".ipynb", StringComparison.Ordinal) && source != file ? Path.ChangeExtension(target, ".md")
            : target;
        if (to == target && !pages.Contains(file) && File.Exists(Path.Combine(root, file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(staged, file))!);
            File.Copy(Path.Combine(root, file), Path.Combine(staged, file), overwrite: true);
        }

        return to;
    }));
}

// A notebook as a page: its text, its code, and what the code showed.
string Markdown(string notebook)
{
    var page = new StringBuilder();
    string name = Path.GetFileNameWithoutExtension(notebook);
    int pictures = 0;
    foreach (JsonNode? cell in JsonNode.Parse(Read(notebook))!["cells"]!.AsArray())
    {
        string text = Lines(cell!["source"]!);
        page.Append(cell["cell_type"]!.GetValue<string>() == "code" ? Fenced("csharp", text) : $"{text.TrimEnd()}\n\n");
        foreach (JsonNode? output in cell["outputs"]?.AsArray() ?? [])
        {
            page.Append(Shown(output!));
        }
    }

    return $"{page}Download: [notebook]({name}.ipynb), [the same as a file-based app]({name}.cs).\n";

    string Shown(JsonNode output)
    {
        if (output["data"]?["image/png"] is not { } png)
        {
            return Fenced("text", Lines(output["text"] ?? output["data"]!["text/plain"]!));
        }

        string picture = $"pictures/{name}-{++pictures}.png";
        Directory.CreateDirectory(Path.Combine(staged, "notebooks/pictures"));
        File.WriteAllBytes(Path.Combine(staged, "notebooks", picture), Convert.FromBase64String(Lines(png)));
        return $"![{Lines(output["data"]!["text/plain"]!).Trim()}]({picture})\n\n";
    }
}

static string Fenced(string language, string text) => $"```{language}\n{text.TrimEnd()}\n```\n\n";

static string Lines(JsonNode lines) =>
    lines is JsonArray array ? string.Concat(array.Select(line => line!.GetValue<string>())) : lines.GetValue<string>();

IEnumerable<(string, string)> Titled(string folder, IEnumerable<string> pages) => pages.Select(page =>
    (Patterns.Title().Match(File.ReadAllText(Path.Combine(staged, page))).Groups[1].Value.Replace("`", "", StringComparison.Ordinal),
        Path.GetRelativePath(folder, page)));

static string Toc(IEnumerable<(string Name, string Link)> items) =>
    string.Concat(items.Select(item => $"- name: \"{item.Name}\"\n  href: {item.Link}\n"));

static string Indented(string lines) => Patterns.LineStart().Replace(lines, "    ");

internal static partial class Patterns
{
    // Code that the tests of docs run and readers need not see.
    [GeneratedRegex("^<!-- csharp\n.*?^-->\n", RegexOptions.Singleline | RegexOptions.Multiline)]
    public static partial Regex HiddenSetup();

    [GeneratedRegex("(?<=\\]\\(|src=\"|href=\")[^)#\\s\"]+")]
    public static partial Regex LinkTarget();

    [GeneratedRegex("^(?=.)", RegexOptions.Multiline)]
    public static partial Regex LineStart();

    [GeneratedRegex("^# (.+)$", RegexOptions.Multiline)]
    public static partial Regex Title();
}
