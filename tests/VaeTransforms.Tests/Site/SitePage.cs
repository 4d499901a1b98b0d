using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace VaeTransforms.Tests.Site;

/// <summary>A page of the site, parsed without a browser.</summary>
/// <param name="Name">Path from the root of the site, with forward slashes.</param>
/// <param name="Title">The text of its first heading; empty if it has none.</param>
/// <param name="Text">What it says below that heading.</param>
/// <param name="Links">Targets of links, and sources of pictures, styles and scripts, as written.</param>
/// <param name="Anchors">What a link can name behind <c>#</c>.</param>
internal sealed record SitePage(
    string Name, string Title, string Text, IReadOnlyList<string> Links, IReadOnlySet<string> Anchors)
{
    public static SitePage Read(string root, string file)
    {
        using IHtmlDocument page = new HtmlParser().ParseDocument(File.ReadAllText(file));
        IElement? article = page.QuerySelector("article");
        IElement? heading = article?.QuerySelector("h1");
        string title = heading?.TextContent.Trim() ?? "";
        heading?.Remove();
        return new SitePage(
            Path.GetRelativePath(root, file).Replace('\\', '/'),
            title,
            article?.TextContent.Trim() ?? "",
            [.. Attributes(page, "href").Concat(Attributes(page, "src"))],
            Attributes(page, "id").Concat(Attributes(page, "name")).ToHashSet());
    }

    /// <summary>A link's path from the root of the site and what it names there; null for a link to elsewhere.</summary>
    public (string Path, string Anchor)? Target(string link)
    {
        var here = new Uri($"http://site/{Name}");
        var target = new Uri(here, link);
        return target.Host == here.Host
            ? (Uri.UnescapeDataString(target.AbsolutePath).TrimStart('/'), Uri.UnescapeDataString(target.Fragment.TrimStart('#')))
            : null;
    }

    private static IEnumerable<string> Attributes(IHtmlDocument page, string name) =>
        page.QuerySelectorAll($"[{name}]").Select(element => element.GetAttribute(name)!);
}
