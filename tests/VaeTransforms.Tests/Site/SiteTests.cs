using System.Reflection;
using VaeTransforms.Tests.Docs;
using Xunit;

namespace VaeTransforms.Tests.Site;

/// <summary>The site's files, read without a browser.</summary>
public sealed class SiteTests
{
    // The shortest pages are those of enumerations and markers: a summary, a declaration and the members.
    private const int MinCharacters = 80;

    private static IEnumerable<string> Names => BuiltSite.Pages.Select(page => page.Name);

    [Fact]
    public void Every_link_leads_to_a_file_and_an_anchor()
    {
        Dictionary<string, SitePage> pages = BuiltSite.Pages.ToDictionary(page => page.Name);
        string[] broken =
        [
            .. from page in BuiltSite.Pages
               from link in page.Links
               where page.Target(link) is { } target && !Exists(target.Path, target.Anchor)
               select $"{page.Name}: {link}",
        ];
        Assert.True(broken.Length == 0, $"Links that lead nowhere:\n{string.Join("\n", broken)}");

        bool Exists(string path, string anchor) =>
            path.Length == 0 || path.EndsWith('/') ? Exists($"{path}index.html", anchor)
            : !File.Exists(Path.Combine(BuiltSite.Folder, path)) ? false
            : anchor.Length == 0 || pages[path].Anchors.Contains(anchor);
    }

    [Fact]
    public void No_page_is_empty()
    {
        Assert.NotEmpty(BuiltSite.Pages);
        Assert.Empty(BuiltSite.Pages
            .Where(page => page.Title.Length == 0 || page.Text.Length < MinCharacters)
            .Select(page => $"{page.Name}: '{page.Title}', {page.Text.Length} characters"));
    }

    [Fact]
    public void Every_page_of_docs_and_every_notebook_is_on_the_site()
    {
        IEnumerable<string> sources = DocPage.Names.Select(name => name == "README.md" ? "index.md" : name).Concat(
            Directory.EnumerateFiles(Path.Combine(Repository.Root.FullName, "notebooks"), "*.ipynb")
                .Select(file => $"notebooks/{Path.GetFileName(file)}"));
        Assert.Empty(sources.Select(name => Path.ChangeExtension(name, ".html")).Except(Names));
    }

    /// <summary>The shipped assemblies; the other one is an application's, which tests use.</summary>
    public static TheoryData<string> Assemblies =>
        [.. DocTests.Assemblies.Select(row => row.Data).Where(name => name != "VaeTransforms.OwnFormulas")];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_public_type_has_a_page(string assembly)
    {
        IEnumerable<string> types = Assembly.Load(assembly).GetExportedTypes()
            .Where(type => type.Namespace is "VaeTransforms" or "Microsoft.ML")
            .Select(type => $"api/{type.FullName!.Replace('`', '-').Replace('+', '.')}.html");
        Assert.Empty(types.Except(Names));
    }
}
