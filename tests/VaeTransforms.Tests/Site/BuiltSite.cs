using VaeTransforms.Tests.Docs;
using Xunit;

namespace VaeTransforms.Tests.Site;

/// <summary>The site that <c>docs/site/build.cs</c> wrote.</summary>
internal static class BuiltSite
{
    private const string Command = "dotnet build && dotnet tool restore && dotnet run docs/site/build.cs";

    private static readonly Lazy<IReadOnlyList<SitePage>> AllPages = new(Read);

    /// <summary>
    /// The root of the site; the test is skipped where the site is not built, or is older than what it is made of.
    /// </summary>
    public static string Folder
    {
        get
        {
            string folder = Path.Combine(Repository.Root.FullName, "artifacts/site/html");
            var manifest = new FileInfo(Path.Combine(folder, "manifest.json"));
            Assert.SkipUnless(manifest.Exists, $"The site is not built. Build it with: {Command}");
            string? changed = Sources().FirstOrDefault(file => File.GetLastWriteTimeUtc(file) > manifest.LastWriteTimeUtc);
            Assert.SkipUnless(changed is null, $"The site is older than {changed}. Build it again with: {Command}");
            return folder;
        }
    }

    /// <summary>All pages that readers see; not the tables of contents, which pages load into themselves.</summary>
    public static IReadOnlyList<SitePage> Pages => AllPages.Value;

    private static IEnumerable<string> Sources() =>
    [
        .. DocPage.Names.Append("CHANGELOG.md").Select(name => Path.Combine(Repository.Root.FullName, name)),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root.FullName, "notebooks"), "*.ipynb"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root.FullName, "docs/site")),
    ];

    private static IReadOnlyList<SitePage> Read()
    {
        string folder = Folder;
        return [.. Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "toc.html")
            .Select(file => SitePage.Read(folder, file))];
    }
}
