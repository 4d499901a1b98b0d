using Xunit;

namespace VaeTransforms.Tests.Site;

/// <summary>The site as readers see it.</summary>
public sealed class SiteInBrowserTests
{
    private static readonly string[] Opened =
    [
        "index.html", "docs/getting-started.html", "docs/theory.html", "notebooks/01-latent-space.html",
        "api/Microsoft.ML.VaeCatalog.html", "api/VaeTransforms.VaeModel.html",
    ];

    [Fact]
    public async Task Pages_open_without_an_error_and_with_their_navigation_and_pictures()
    {
        using var server = new SiteServer(BuiltSite.Folder);
        await using Browser browser = await Browser.StartAsync();
        foreach (string page in Opened)
        {
            await browser.OpenAsync(new Uri(server.Address, page));

            string navigation = await browser.EvaluateAsync(Until("document.querySelectorAll('#navbar a.nav-link').length >= 4"));
            Assert.True(navigation == "true", $"{page} has no navigation.");
            Assert.Equal("0", await browser.EvaluateAsync(
                "[...document.images].filter(image => image.complete && image.naturalWidth === 0).length"));
            const string Height = "document.querySelector('article h1').getBoundingClientRect().height";
            Assert.NotEqual("0", await browser.EvaluateAsync(Height));
        }

        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("VaeEncode", "api/Microsoft.ML.VaeCatalog.html")]
    [InlineData("troubleshooting", "docs/troubleshooting.html")]
    [InlineData("continuity", "notebooks/01-latent-space.html")]
    public async Task The_search_finds_members_docs_and_notebooks(string words, string page)
    {
        using var server = new SiteServer(BuiltSite.Folder);
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(server.Address, "index.html"));
        Assert.Equal("true", await browser.EvaluateAsync(Until("!document.getElementById('search-query').disabled")));

        string found = await browser.EvaluateAsync(
            $$"""
            (() => {
                const query = document.getElementById('search-query');
                query.value = '{{words}}';
                query.dispatchEvent(new Event('input', { bubbles: true }));
                return {{Until("document.querySelectorAll('#search-results a').length > 0")}}.then(
                    () => [...document.querySelectorAll('#search-results a')].map(link => link.href).join(' '));
            })()
            """);

        Assert.Contains(new Uri(server.Address, page).ToString(), found, StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    // A promise of true once the condition holds, and of false after twenty seconds.
    private static string Until(string condition) =>
        $$"""
        new Promise(resolve => {
            const end = Date.now() + 20000;
            const look = () => {{condition}} ? resolve(true) : Date.now() > end ? resolve(false) : setTimeout(look, 50);
            look();
        })
        """;
}
