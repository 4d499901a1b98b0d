using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace VaeTransforms.Tests.Docs;

public sealed partial class DocTests
{
    private const int MaxReadmeWords = 1200;

    public static TheoryData<string> Pages => [.. DocPage.Names];

    public static TheoryData<string> PagesWithCode => [.. DocPage.Names.Where(name => DocPage.Read(name).Snippets.Count > 0)];

    /// <summary>The shipped assemblies beside the tests.</summary>
    public static TheoryData<string> Assemblies =>
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "VaeTransforms*.dll")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name != typeof(DocTests).Assembly.GetName().Name)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void Every_snippet_compiles_and_runs(string page)
    {
        string failure = DocPrograms.Failures[page];
        Assert.True(failure.Length == 0, failure);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_an_anchor(string page)
    {
        string[] broken =
        [
            .. DocPage.Read(page).Links
                .Where(link => !link.Contains("://", StringComparison.Ordinal))
                .Where(link => !Resolves(page, link)),
        ];
        Assert.True(broken.Length == 0, $"{page} links to {string.Join(", ", broken)}, which does not exist.");
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_README()
    {
        HashSet<string> reached = [];
        Follow("README.md");
        Assert.Empty(DocPage.Names.Except(reached));

        void Follow(string page)
        {
            if (reached.Add(page))
            {
                IEnumerable<string> targets = DocPage.Read(page).Links.Select(link => Target(page, link.Split('#')[0]));
                foreach (string target in targets.Intersect(DocPage.Names).ToArray())
                {
                    Follow(target);
                }
            }
        }
    }

    [Fact]
    public void The_README_has_at_most_1200_words()
    {
        int words = Word().Count(DocPage.Read("README.md").Text);
        Assert.True(words <= MaxReadmeWords, $"The README has {words} words. Move what only some readers need to docs/.");
    }

    [Fact]
    public void The_commands_of_the_README_are_those_that_the_pull_request_check_runs()
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root.FullName, ".ci/run"));
        string[] commands = [.. Command().Matches(DocPage.Read("README.md").Text).Select(command => command.Value)];
        Assert.Equal(["dotnet test", "dotnet run notebooks/quickstart.cs"], commands);
        Assert.All(commands, command => Assert.Matches($@"(?m)^ *(step )?{Regex.Escape(command)}( |$)", script));
    }

    // CS1591 is an error in the build; it accepts a comment that is empty.
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_public_member_with_docs_says_something(string assembly)
    {
        XElement[] members = [.. XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml")).Descendants("member")];
        Assert.NotEmpty(members);
        string[] silent =
        [
            .. members
                .Where(member => !member.Descendants("inheritdoc").Any() && !member.Elements().Any(SaysSomething))
                .Select(member => member.Attribute("name")!.Value),
        ];
        Assert.True(silent.Length == 0, $"{assembly} has empty docs on {string.Join(", ", silent)}.");

        static bool SaysSomething(XElement part) => part.Value.Trim().Length > 0 || part.HasElements;
    }

    private static bool Resolves(string page, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? page : Target(page, parts[0]);
        bool exists = Path.Exists(Path.Combine(Repository.Root.FullName, target));
        return parts.Length == 1 ? exists : exists && HasAnchor(target, parts[1]);

        static bool HasAnchor(string target, string anchor) =>
            target.EndsWith(".md", StringComparison.Ordinal) && DocPage.Read(target).Anchors.Contains(anchor);
    }

    /// <summary>A link's path, seen from the root of the repository.</summary>
    private static string Target(string page, string path) => Path.GetRelativePath(
        Repository.Root.FullName,
        Path.GetFullPath(Path.Combine(Repository.Root.FullName, Path.GetDirectoryName(page)!, path))).Replace('\\', '/');

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^dotnet (test|run)\b.*$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
