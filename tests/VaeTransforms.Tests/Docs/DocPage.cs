using System.Text.RegularExpressions;

namespace VaeTransforms.Tests.Docs;

/// <summary>A Markdown page that users read: its code, its links and the anchors that links can point to.</summary>
internal sealed partial class DocPage
{
    private DocPage(string name, string text)
    {
        Name = name;
        Text = text;
        Snippets = [.. Code().Matches(text).Select(Snippet)];

        string prose = Comment().Replace(Fence().Replace(text, ""), "");
        Anchors = AnchorsOf(prose);
        Links = [.. Link().Matches(InlineCode().Replace(prose, "")).Select(link => link.Groups["target"].Value)];
    }

    /// <summary>Path from the root of the repository, with forward slashes.</summary>
    public string Name { get; }

    public string Text { get; }

    /// <summary>C# in the order of the page. Hidden setup, in a comment that starts with <c>csharp</c>, is part of it.</summary>
    public IReadOnlyList<DocSnippet> Snippets { get; }

    /// <summary>Targets of links and sources of images, as written.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>What a link can name behind <c>#</c>: the headings, spelled as GitHub spells them.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>The front page, the pages in docs/, and how to contribute.</summary>
    public static IReadOnlyList<string> Names =>
    [
        "README.md",
        "CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root.FullName, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root.FullName, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static DocPage Read(string name) =>
        new(name, File.ReadAllText(Path.Combine(Repository.Root.FullName, name)).ReplaceLineEndings("\n"));

    private DocSnippet Snippet(Match match)
    {
        Group code = match.Groups["code"];
        return new DocSnippet(
            AppDirective().Replace(code.Value, ""),
            Text.AsSpan(0, code.Index).Count('\n') + 1,
            IsFileBasedApp: AppDirective().IsMatch(code.Value));
    }

    private static HashSet<string> AnchorsOf(string prose)
    {
        HashSet<string> anchors = [];
        foreach (Match heading in Heading().Matches(prose))
        {
            string anchor = NotInAnchors().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            for (int copy = 0; !anchors.Add(copy == 0 ? anchor : $"{anchor}-{copy}"); copy++)
            {
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"^(```csharp|<!-- csharp)\n(?<code>.*?)^(```|-->)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    // Replaced by an empty line, so that the lines below keep their numbers.
    [GeneratedRegex("^#:.*$", RegexOptions.Multiline)]
    private static partial Regex AppDirective();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(
        """\]\((?<target>[^)\s]+)\)|(src|href)="(?<target>[^"]+)"|^\[[^\]]+\]: (?<target>\S+)""",
        RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}

/// <summary>A piece of C# in a page.</summary>
/// <param name="Code">As it stands there, without the <c>#:</c> lines of a file-based app.</param>
/// <param name="Line">Of the page, from 1, on which it starts.</param>
/// <param name="IsFileBasedApp">Whether it has such lines. It is a program of its own and is compiled, but not run.</param>
internal sealed record DocSnippet(string Code, int Line, bool IsFileBasedApp);
